import { type JSX } from 'preact';
import { type BundleOverlap, type Handover } from '#libs/handovers';
import { formatEdtf, formatFigure } from '../../i18n/index.js';
import { Button, ButtonLink, DefinitionList, EmptyState, Table, usePage } from '../../ui/index.js';
import { Part, PostForm } from '../views/frame.js';

/** Three kinds of figure, side by side, never added; and how many people are behind them, as far as anybody knows. */
export function BundlePart({ handover, mayOrganise }: { handover: Handover; mayOrganise: boolean }): JSX.Element | null {
  const { t, link } = usePage();
  const { bundle } = handover;
  if (!bundle) return null;
  const { stated, sumOfMembers: sum } = bundle;
  const nameOf = (id: string): string => t.place(id, bundle.members.find((member) => member.id === id)?.name ?? id);
  return (
    <Part id="bundle" title={t('console.bundle.title')} note={t('console.bundle.note')}>
      <DefinitionList items={[
        { term: t('console.bundle.stated'), detail: formatFigure(t, stated && { value: stated.signatures, qualifier: stated.qualifier }) },
        { term: t('console.bundle.members'), detail: sum ? <>{formatFigure(t, { value: sum.signatures, qualifier: sum.lowerBound ? 'lower-bound' : 'exact' })}<span class="row-note">{t('console.bundle.from', { from: sum.from, of: sum.of })}</span></> : t('ui.figure.none') },
        { term: t('console.bundle.verified'), detail: t.number(bundle.verified) },
        ...(handover.overlap || mayOrganise ? [{ term: t('bundles.people'), detail: <People overlap={handover.overlap} /> }] : []),
      ]} />
      {bundle.after.length > 0 && <p class="soft small">{t('bundles.after', { n: bundle.after.length, countries: t.list(bundle.after.map(nameOf)) })}</p>}
      {bundle.overlapUnknown.length > 0 && <p class="soft small">{t('bundles.overlap-unknown', { countries: t.list(bundle.overlapUnknown.map(nameOf)) })}</p>}
      {handover.supersedes && <p><a class="line-link" href={link(`/console/handovers/${handover.supersedes}`)}>{t('bundles.supersedes')}</a></p>}
      {handover.supersededBy && <p><a class="line-link" href={link(`/console/handovers/${handover.supersededBy}`)}>{t('bundles.superseded-by')}</a></p>}
      {mayOrganise && (
        <div class="actions">
          <ButtonLink look="quiet" href={link(`/console/handovers/${handover.id}/bundle`)}>{t('bundles.compose')}</ButtonLink>
          <PostForm compact action={`/console/handovers/${handover.id}/overlap`}><Button look="quiet">{t('bundles.reckon')}</Button></PostForm>
        </div>
      )}
      {bundle.members.length === 0 ? <EmptyState title={t('console.bundle.none')} /> : (
        <Table caption={t('console.bundle.by-member')}
          columns={[{ label: t('console.filter.country') }, { label: t('console.bundle.stated'), figure: true }, { label: t('console.bundle.verified'), figure: true }, { label: t('bundles.handed-over') }]}
          rows={bundle.members.map((one) => ({ key: one.id, cells: [
            t.place(one.id, one.name), one.stated ? formatFigure(t, { value: one.stated.signatures, qualifier: one.stated.qualifier }) : <span class="soft small">{t('console.bundle.not-itemised')}</span>, t.number(one.verified),
            one.handover ? <>{one.handover.date ? formatEdtf(t.locale, one.handover.date) : t('bundles.no-date')}{one.handover.afterBundle && <span class="row-note">{t('bundles.later')}</span>}</> : <span class="soft small">{t('bundles.no-handover')}</span>,
          ] }))} />
      )}
    </Part>
  );
}

/** "N signatures by at least M people". */
function People({ overlap }: { overlap: BundleOverlap | null }): JSX.Element {
  const { t } = usePage();
  if (!overlap) return <span class="soft">{t('bundles.people.unasked')}</span>;
  if (!overlap.asOf || overlap.signatures === null || overlap.people === null) return <span class="soft">{t('bundles.people.waiting')}</span>;
  return <>{t('bundles.people.known', { signatures: overlap.signatures, people: overlap.people })}<span class="row-note">{t('bundles.people.as-of', { day: t.instant(overlap.asOf.toISOString()) })}</span></>;
}

import { type JSX } from 'preact';
import { type ClusterId, type Deed, MOST_AT_ONCE, type Outcome } from '#libs/signatures';
import { Button, Field, type FieldError, Hidden, Table, usePage } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { type PetitionFace } from '../read/petition-page.js';
import { messageFor, Part, PostForm } from '../views/frame.js';
import { PetitionFrame } from '../views/petition-frame.js';

export interface ClusterView {
  face: PetitionFace;
  id: ClusterId;
  invalidation: Outcome;
  release: Outcome;
  reason: string;
  errors: readonly FieldError[];
}

/** One cluster: what would happen, to the figure, before it does. */
export function ClusterPage({ desk, view }: { desk: Desk; view: ClusterView }): JSX.Element {
  const { t, link } = desk.page;
  const { face, id, invalidation, release } = view;
  const own = `/console/petitions/${face.line.slug}/screening`;
  return (
    <PetitionFrame desk={desk} face={face} tab="screening" faulty={view.errors.length > 0}>
      <p class="kicker"><a href={link(own)}>{t('screening.back')}</a></p>
      <h2>{t(`screening.kind.${id.kind}`)} {id.key !== 'all' && <bdi class="soft">{t('screening.cluster', { key: id.key })}</bdi>}</h2>
      {invalidation.records > 0 && <Part id="invalidate" title={t('screening.invalidate')} note={t('screening.invalidate.note')}><Deeds view={view} action={`${own}/clusters/${id.kind}.${id.key}`} deed="invalidated" outcome={invalidation} label={t('screening.invalidate')} /></Part>}
      {release.records > 0 && <Part id="release" title={t('screening.release')} note={t('screening.release.note')}><Deeds view={view} action={`${own}/clusters/${id.kind}.${id.key}`} deed="released" outcome={release} label={t('screening.release')} /></Part>}
      {invalidation.records + release.records === 0 && <p class="soft">{t('screening.clusters.none')}</p>}
    </PetitionFrame>
  );
}

function Deeds({ view, action, deed, outcome, label }: { view: ClusterView; action: string; deed: Deed; outcome: Outcome; label: string }): JSX.Element {
  const { t } = usePage();
  return (
    <>
      <p>{t(`screening.done.${deed}`, { n: outcome.records })}. {t('screening.preview.total', { before: outcome.countedBefore, after: outcome.countedAfter })} {deed === 'invalidated' && t('screening.preview.heirs', { n: outcome.heirs })}</p>
      {outcome.sealed > 0 && <p>{t('screening.preview.sealed', { n: outcome.sealed })}</p>}
      {outcome.capped && <p>{t('screening.preview.capped', { n: MOST_AT_ONCE })}</p>}
      {outcome.cells.length > 0 && <Table stacked caption={t('screening.preview')}
        columns={[{ label: t('screening.country') }, { label: t('screening.channel') }, { label: t('screening.before'), figure: true }, { label: t('screening.after'), figure: true }]}
        rows={outcome.cells.map((cell) => ({ key: `${cell.country} ${cell.channel}`, cells: [t.place(cell.country), t.maybe(`console.channel.${cell.channel}`) ?? cell.channel, t.number(cell.before), t.number(cell.after)] }))} />}
      <PostForm action={action} errors={view.errors}>
        <Hidden name="deed" value={deed} />
        <Field name="reason" label={t('screening.reason')} hint={t('screening.reason.hint')} value={view.reason} maxLength={500} required error={messageFor(view.errors, 'reason')} />
        <Button>{label}</Button>
      </PostForm>
    </>
  );
}

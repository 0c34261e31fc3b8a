import { type JSX } from 'preact';
import { APPROVAL_DAYS, type Handover, type NamesCandidate, type NamesExport } from '#libs/handovers';
import { Button, DefinitionList, EmptyState, Field, type FieldError, Hidden } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { Faults, Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';
import { Folded } from '../views/handover-forms.js';
import { NamesSummary } from './summary.js';

export interface NamesView {
  handover: Handover;
  userId: string;
  sealed: boolean;
  candidates: readonly NamesCandidate[];
  /** Newest first. */
  exports: readonly NamesExport[];
  failed: { /** A petition asked for, or an export approved. */ about: string; reason: string; errors: readonly FieldError[] } | null;
}

/** What is wrong in the form about this; what concerns the whole stands above. */
const faultsIn = ({ failed }: NamesView, about: string): readonly FieldError[] => (failed?.about === about ? failed.errors.filter(({ field }) => field !== 'form') : []);

export const namesPath = (handoverId: string): string => `/console/handovers/${handoverId}/names`;

/** Names for the office that a law names: asked for by one, approved by another, downloaded sealed. */
export function NamesPage({ desk, view }: { desk: Desk; view: NamesView }): JSX.Element {
  const { t, link } = desk.page;
  const { handover, exports } = view;
  const making = exports.some(({ state }) => state === 'approved');
  return (
    <Frame desk={desk} title={t('names.title')} section="handovers" faulty={view.failed !== null} refreshS={making && !view.failed ? 5 : undefined}>
      <Head title={t('names.title')} lede={t('names.lede')} back={{ href: link(`/console/handovers/${handover.id}/seal`), label: t('seal.console.title') }} />
      <Faults errors={view.failed?.errors.filter(({ field }) => field === 'form') ?? []} />
      {view.candidates.length === 0 && <EmptyState title={t(view.sealed ? 'names.none' : 'names.no-seal')} />}
      {view.candidates.map((one) => <Candidate key={one.petition} candidate={one} view={view} desk={desk} />)}
      {exports.map((one) => <Exported key={one.id} one={one} view={view} desk={desk} />)}
    </Frame>
  );
}

function Candidate({ candidate, view, desk }: { candidate: NamesCandidate; view: NamesView; desk: Desk }): JSX.Element {
  const { t } = desk.page;
  const errors = faultsIn(view, candidate.petition);
  return (
    <Part id={`ask-${candidate.petition}`} title={t('names.ask.of', { petition: candidate.petition, n: candidate.sealed })}>
      <NamesSummary of={{ ...candidate, fingerprint: candidate.keyFingerprint }} language={t.locale} />
      {candidate.underWay ? <p class="soft">{t('names.under-way')}</p> : (
        <PostForm action={namesPath(view.handover.id)} errors={errors}>
          <Hidden name="petition" value={candidate.petition} />
          <Field name="reason" label={t('names.reason')} hint={t('names.reason.hint')} required maxLength={500} autocomplete="off" value={errors.length > 0 ? view.failed?.reason : ''} error={messageFor(errors, 'reason')} />
          <Button>{t('names.ask')}</Button>
        </PostForm>
      )}
    </Part>
  );
}

function Exported({ one, view, desk }: { one: NamesExport; view: NamesView; desk: Desk }): JSX.Element {
  const { t } = desk.page;
  const at = (instant: Date): string => t.instant(instant.toISOString(), desk.person?.timeZone);
  const until = new Date(one.askedAt.getTime() + APPROVAL_DAYS * 86_400_000);
  const decided = one.decidedAt && t(one.state === 'refused' ? 'names.refused' : 'names.approved', { name: one.decider ?? '', instant: at(one.decidedAt) });
  const facts = [
    ...(one.names === null ? [] : [t('names.count', { names: one.names })]), ...(one.gone ? [t('names.gone', { n: one.gone })] : []), ...(one.leftOut ? [t('names.left-out', { n: one.leftOut })] : []),
  ];
  return (
    <Part id={`export-${one.id}`} title={`${one.petition} · ${t(`names.state.${one.state}`, { instant: at(one.keptUntil ?? until) })}`}>
      <p><bdi>{one.reason}</bdi></p>
      <p class="soft">{t('names.asked', { name: one.asker ?? '', instant: at(one.askedAt) })}{decided && ` · ${decided}`}</p>
      {one.failure && <p class="fault">{t.maybe(`names.failure.${one.failure}`) ?? one.failure}</p>}
      {facts.length > 0 && <p>{facts.join(' · ')}</p>}
      {(one.withdrawnSince ?? 0) > 0 && <p><strong>{t('names.withdrawn', { n: one.withdrawnSince ?? 0 })}</strong></p>}
      {one.state === 'made' && (
        <>
          <DefinitionList items={[{ term: t('names.sha256'), detail: <code class="hash" dir="ltr">{one.sha256?.match(/.{1,8}/g)?.join(' ')}</code> }]} />
          <p><a class="button quiet" href={`/api/v1/handovers/${one.handoverId}/names/${one.id}/file`} download>{t('names.download')}</a></p>
        </>
      )}
      {one.state === 'asked' && <Decision one={one} view={view} desk={desk} />}
    </Part>
  );
}

function Decision({ one, view, desk }: { one: NamesExport; view: NamesView; desk: Desk }): JSX.Element {
  const { t } = desk.page;
  const own = one.askedBy === view.userId;
  const path = `${namesPath(one.handoverId)}/${one.id}`;
  const errors = faultsIn(view, one.id);
  return (
    <>
      {own ? <p class="soft">{t('names.approve.own')}</p> : (
        <Folded title={t('names.approve.title')} open={errors.length > 0}>
          <NamesSummary of={{ ...one, fingerprint: one.keyFingerprint }} language={t.locale} />
          <PostForm action={`${path}/approve`} errors={errors}>
            <Field name="password" type="password" label={t('names.password')} required autocomplete="current-password" error={messageFor(errors, 'password')} />
            <Field name="code" label={t('names.code')} optional ltr autocomplete="one-time-code" error={messageFor(errors, 'code')} />
            <Button>{t('names.approve')}</Button>
          </PostForm>
        </Folded>
      )}
      <PostForm compact action={`${path}/refuse`}><Button look="quiet">{t(own ? 'names.take-back' : 'names.refuse')}</Button></PostForm>
    </>
  );
}

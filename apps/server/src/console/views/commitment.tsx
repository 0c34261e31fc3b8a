import { type JSX } from 'preact';
import { COMMITMENT_STATUSES, type Commitment, type Handover, officeName } from '#libs/handovers';
import { formatEdtf } from '../../i18n/index.js';
import { Button, DefinitionList, Field, Select, TextArea, Timeline, usePage, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { dayOf } from '../words.js';
import { FileField } from '../day/file-field.js';
import { DocumentLink } from '../promises/document-link.js';
import { CommitmentStatusTag, dueOf } from './commitment-lines.js';
import { Frame, Head, messageFor, Part, PostForm, useDesk } from './frame.js';
import { whenOf } from './handover-lines.js';

export interface CommitmentPageView {
  commitment: Commitment;
  handover: Handover;
  mayOrganise: boolean;
  values: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
}

export function CommitmentPage({ desk, view }: { desk: Desk; view: CommitmentPageView }): JSX.Element {
  const { t, link } = desk.page;
  const { commitment, handover } = view;
  const place = t.place(commitment.jurisdiction.id, commitment.jurisdiction.name);
  return (
    <Frame desk={desk} title={t('console.commitment.title', { place })} section="commitments" faulty={view.errors.length > 0}>
      <Head title={t('console.commitment.title', { place })} back={{ href: link('/console/commitments'), label: t('console.nav.commitments') }}
        lede={<span class="head-facts"><CommitmentStatusTag status={commitment.status} />{commitment.due && <span>{dueOf(t, commitment)}</span>}</span>} />
      <blockquote class="said" lang={commitment.language ?? undefined}><p><bdi>{commitment.text}</bdi></p></blockquote>
      {Object.entries(commitment.words['text'] ?? {}).map(([lang, text]) => <p key={lang} class="soft" lang={lang} dir="auto">{text}</p>)}
      <div class="columns">
        <div>
          <Part id="history" title={t('console.history')}><StatusHistory commitment={commitment} zone={handover.date.timeZone} mayOrganise={view.mayOrganise} /></Part>
          {view.mayOrganise && commitment.dueKind === 'review' && (commitment.status === 'promised' || commitment.status === 'in-progress') && <ReviewForm view={view} />}
          {view.mayOrganise ? <StatusForm view={view} /> : handover.record && <p class="soft">{t('console.frozen')}</p>}
        </div>
        <Part id="facts" title={t('console.commitment.facts')}>
          <DefinitionList items={[
            { term: t('console.commitment.made-by'), detail: commitment.madeBy ? <bdi>{commitment.madeBy}</bdi> : <span class="soft">{t('console.handover.unknown')}</span> },
            ...(commitment.office ? [{ term: t('promises.office'), detail: <><bdi>{officeName(commitment.office, t.locale).text}</bdi><span class="row-note">{[commitment.office.holderThen && t('promises.holder.then', { name: commitment.office.holderThen }), commitment.office.holderNow ? t('promises.holder.now', { name: commitment.office.holderNow }) : t('promises.holder.unknown')].filter(Boolean).join(' · ')}</span></> }] : []),
            { term: t('console.commitment.kind'), detail: t(`console.commitment.kind.${commitment.kind}`) },
            { term: t('console.commitment.answers'), detail: commitment.answers === 'all' ? t('console.commitment.answers.all') : commitment.answers.length === 0 ? t('console.commitment.answers.none') : t.list(commitment.answers.map(({ key }) => key)) },
            { term: t('console.commitment.handover'), detail: <><a class="line-link" href={link(`/console/handovers/${handover.id}`)}>{t('console.handover.title', { place })}</a><span class="row-note">{whenOf(t, handover)}</span></> },
          ]} />
        </Part>
      </div>
    </Frame>
  );
}

function StatusHistory({ commitment, zone, mayOrganise }: { commitment: Commitment; zone: string; mayOrganise: boolean }): JSX.Element {
  const { t } = usePage();
  return (
    <Timeline items={[...commitment.history].reverse().map((one, n) => ({
      key: String(n), when: one.datedEdtf ? formatEdtf(t.locale, one.datedEdtf) : dayOf(t, one.recordedAt, zone), title: <CommitmentStatusTag status={one.status} />,
      body: (
        <>
          {one.note && <p><bdi>{one.note}</bdi></p>}
          {one.evidence && <p class="small">{/^https?:\/\//.test(one.evidence) ? <a class="line-link" href={one.evidence} rel="noopener noreferrer nofollow">{one.evidence}</a> : <bdi>{one.evidence}</bdi>}</p>}
          {one.file && <DocumentLink file={one.file} />}
          {one.deadSince && <p class="soft small">{t('promises.dead-link', { date: formatEdtf(t.locale, one.deadSince) })}</p>}
          {one.reply && <Reply commitment={commitment} entry={one} zone={zone} mayOrganise={mayOrganise} />}
          {one.recordedBy && <p class="soft small">{t('console.recorded-by', { name: one.recordedBy })}</p>}
        </>
      ),
    }))} />
  );
}

/** The right of reply: what is still to be done before it is public, or what the office said. */
function Reply({ commitment, entry: { id, reply }, zone, mayOrganise }: { commitment: Commitment; entry: Commitment['history'][number]; zone: string; mayOrganise: boolean }): JSX.Element | null {
  const { t } = usePage();
  const { now } = useDesk();
  if (!reply) return null;
  if (reply.repliedAt) return <blockquote class="said" lang={reply.language ?? undefined}><p class="small">{t('promises.reply')}</p><p><bdi>{reply.text}</bdi></p>{reply.file && <DocumentLink file={reply.file} />}</blockquote>;
  const told = reply.openUntil === null ? t('promises.reply.waiting')
    : reply.openUntil > now ? t('promises.reply.until', { date: dayOf(t, reply.openUntil, zone) }) : t('promises.reply.over', { date: formatEdtf(t.locale, reply.askedOn) });
  return (
    <>
      <p class="soft small">{told}</p>
      {mayOrganise && (
        <details class="disclosure"><summary>{t('promises.reply.write')}</summary>
          <PostForm action={`/console/commitments/${commitment.id}/statuses/${id}/reply`} files>
            <TextArea name="text" label={t('promises.reply')} required rows={4} />
            <FileField name="replyFile" label={t('promises.document')} hint={t('promises.document.hint')} />
            <Button look="quiet">{t('promises.reply.submit')}</Button>
          </PostForm>
        </details>
      )}
    </>
  );
}

function ReviewForm({ view: { commitment, values, errors } }: { view: CommitmentPageView }): JSX.Element {
  const { t } = usePage();
  return (
    <PostForm action={`/console/commitments/${commitment.id}/review`}>
      <Field name="nextOn" label={t('promises.reviewed')} value={values['nextOn']} error={messageFor(errors, 'nextOn')} />
      <Button look="quiet">{t('promises.reviewed.submit')}</Button>
    </PostForm>
  );
}

function StatusForm({ view }: { view: CommitmentPageView }): JSX.Element {
  const { t } = usePage();
  const { values, errors, commitment } = view;
  const others = view.handover.commitments.filter(({ id }) => id !== commitment.id);
  return (
    <Part id="change" title={t('console.commitment.change')} note={t('console.commitment.change.note')}>
      <div class="sheet form-sheet">
        <PostForm action={`/console/commitments/${commitment.id}/statuses`} errors={errors} files>
          <div class="pair">
            <Select name="status" label={t('console.commitment.status')} value={values['status'] ?? (commitment.status === 'promised' ? 'in-progress' : commitment.status)} error={messageFor(errors, 'status')}
              options={COMMITMENT_STATUSES.map((status) => ({ value: status, label: t(`console.commitment.status.${status}`) }))} />
            <Field name="dated" label={t('console.commitment.since')} optional value={values['dated']} error={messageFor(errors, 'dated')} />
          </div>
          <Field name="evidence" label={t('console.commitment.evidence')} hint={t('console.commitment.evidence.hint')} maxLength={2000} value={values['evidence']} error={messageFor(errors, 'evidence')} />
          <FileField name="evidenceFile" label={t('promises.document')} hint={t('promises.document.hint')} error={messageFor(errors, 'evidenceFile')} />
          {others.length > 0 && <Select name="supersededBy" label={t('promises.superseded-by')} value={values['supersededBy'] ?? ''} error={messageFor(errors, 'supersededBy')}
            options={[{ value: '', label: t('promises.superseded-by.none') }, ...others.map((one) => ({ value: one.id, label: [...one.text].slice(0, 70).join('') }))]} />}
          <Field name="replyDays" label={t('promises.reply.days')} hint={t('promises.reply.hint')} inputmode="numeric" ltr optional value={values['replyDays']} error={messageFor(errors, 'replyDays')} />
          <TextArea name="note" label={t('console.commitment.note')} optional rows={3} value={values['note']} error={messageFor(errors, 'note')} />
          <Button>{t('console.commitment.change.submit')}</Button>
        </PostForm>
      </div>
    </Part>
  );
}

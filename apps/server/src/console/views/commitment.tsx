import { type JSX } from 'preact';
import { COMMITMENT_STATUSES, type Commitment, type Handover } from '#libs/handovers';
import { formatEdtf } from '../../i18n/index.js';
import { Button, DefinitionList, Field, Select, TextArea, Timeline, usePage, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { dayOf } from '../words.js';
import { CommitmentStatusTag, dueOf, promiseOf } from './commitment-lines.js';
import { Frame, Head, messageFor, Part, PostForm } from './frame.js';
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
      <blockquote class="said"><p><bdi>{promiseOf(t, commitment)}</bdi></p></blockquote>
      <div class="columns">
        <div>
          <Part id="history" title={t('console.history')}><StatusHistory commitment={commitment} zone={handover.date.timeZone} /></Part>
          {view.mayOrganise ? <StatusForm view={view} /> : handover.record && <p class="soft">{t('console.frozen')}</p>}
        </div>
        <Part id="facts" title={t('console.commitment.facts')}>
          <DefinitionList items={[
            { term: t('console.commitment.made-by'), detail: commitment.madeBy ? <bdi>{commitment.madeBy}</bdi> : <span class="soft">{t('console.handover.unknown')}</span> },
            { term: t('console.commitment.kind'), detail: t(`console.commitment.kind.${commitment.kind}`) },
            { term: t('console.commitment.answers'), detail: commitment.answers === 'all' ? t('console.commitment.answers.all') : commitment.answers.length === 0 ? t('console.commitment.answers.none') : t.list(commitment.answers.map(({ key }) => key)) },
            { term: t('console.commitment.handover'), detail: <><a class="line-link" href={link(`/console/handovers/${handover.id}`)}>{t('console.handover.title', { place })}</a><span class="row-note">{whenOf(t, handover)}</span></> },
          ]} />
        </Part>
      </div>
    </Frame>
  );
}

function StatusHistory({ commitment, zone }: { commitment: Commitment; zone: string }): JSX.Element {
  const { t } = usePage();
  return (
    <Timeline items={[...commitment.history].reverse().map((one, n) => ({
      key: String(n), when: one.datedEdtf ? formatEdtf(t.locale, one.datedEdtf) : dayOf(t, one.recordedAt, zone), title: <CommitmentStatusTag status={one.status} />,
      body: (
        <>
          {one.note && <p><bdi>{one.note}</bdi></p>}
          {one.evidence && <p class="small">{/^https?:\/\//.test(one.evidence) ? <a class="line-link" href={one.evidence} rel="noopener noreferrer nofollow">{one.evidence}</a> : <bdi>{one.evidence}</bdi>}</p>}
          {one.recordedBy && <p class="soft small">{t('console.recorded-by', { name: one.recordedBy })}</p>}
        </>
      ),
    }))} />
  );
}

function StatusForm({ view }: { view: CommitmentPageView }): JSX.Element {
  const { t } = usePage();
  const { values, errors, commitment } = view;
  return (
    <Part id="change" title={t('console.commitment.change')} note={t('console.commitment.change.note')}>
      <div class="sheet form-sheet">
        <PostForm action={`/console/commitments/${commitment.id}/statuses`} errors={errors}>
          <div class="pair">
            <Select name="status" label={t('console.commitment.status')} value={values['status'] ?? (commitment.status === 'promised' ? 'in-progress' : commitment.status)} error={messageFor(errors, 'status')}
              options={COMMITMENT_STATUSES.map((status) => ({ value: status, label: t(`console.commitment.status.${status}`) }))} />
            <Field name="dated" label={t('console.commitment.since')} optional value={values['dated']} error={messageFor(errors, 'dated')} />
          </div>
          <Field name="evidence" label={t('console.commitment.evidence')} hint={t('console.commitment.evidence.hint')} required maxLength={2000} value={values['evidence']} error={messageFor(errors, 'evidence')} />
          <TextArea name="note" label={t('console.commitment.note')} optional rows={3} value={values['note']} error={messageFor(errors, 'note')} />
          <Button>{t('console.commitment.change.submit')}</Button>
        </PostForm>
      </div>
    </Part>
  );
}

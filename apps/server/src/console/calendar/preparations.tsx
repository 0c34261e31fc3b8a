import { type JSX } from 'preact';
import { type ChecklistItem, type ClashWarning, type Delegate, type Handover, type HandoverFile, type RunItem, DELEGATE_STATES } from '#libs/handovers';
import { formatEdtf, LOCALES, ownName } from '../../i18n/index.js';
import { Button, Checkbox, Field, Hidden, Select, Tag, usePage, type FieldError, type TagShape, type TagTone } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { FileField } from '../day/file-field.js';
import { DocumentLink } from '../promises/document-link.js';
import { Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';
import { Folded } from '../views/handover-forms.js';
import { HandoverStatusTag, whenOf } from '../views/handover-lines.js';
import { dayOf } from '../words.js';
import { Warnings } from './warnings.js';

export type PreparationForm = 'delegate' | 'item' | 'run' | 'file';

export interface PreparationsView {
  handover: Handover;
  mayOrganise: boolean;
  warnings: readonly ClashWarning[];
  delegates: readonly Delegate[];
  checklist: readonly ChecklistItem[];
  run: readonly RunItem[];
  files: readonly HandoverFile[];
  today: string;
  failed: { form: PreparationForm; values: Readonly<Record<string, string>>; errors: readonly FieldError[] } | null;
}

/** Who comes along, what is to be done before, and how the day runs. */
export function PreparationsPage({ desk, view }: { desk: Desk; view: PreparationsView }): JSX.Element {
  const { t, link } = desk.page;
  const { handover } = view;
  const title = t('calendar.preparations.title', { place: t.place(handover.jurisdiction.id, handover.jurisdiction.name) });
  return (
    <Frame desk={desk} title={title} section="handovers" faulty={view.failed !== null}>
      <Head title={title} back={{ href: link(`/console/handovers/${handover.id}`), label: t('calendar.preparations.back') }} lede={<span class="head-facts"><HandoverStatusTag status={handover.status} /> <span>{whenOf(t, handover)}</span></span>} />
      <Warnings items={view.warnings} />
      <Delegation view={view} />
      <Checklist view={view} />
      <Run view={view} />
      <Files view={view} />
    </Frame>
  );
}

const STATE_LOOK: Record<Delegate['state'], [TagShape, TagTone]> = { invited: ['ring', 'pen'], accepted: ['diamond', 'good'], declined: ['cross', 'bad'] };

function refused(view: PreparationsView, form: PreparationForm): { values: Readonly<Record<string, string>>; errors: readonly FieldError[] } {
  return view.failed?.form === form ? view.failed : { values: {}, errors: [] };
}

function Delegation({ view }: { view: PreparationsView }): JSX.Element {
  const { t } = usePage();
  const { values, errors } = refused(view, 'delegate');
  const base = `/console/handovers/${view.handover.id}/preparations/delegates`;
  return (
    <Part id="delegation" title={t('calendar.delegation')} note={t('calendar.delegation.note')}>
      {view.delegates.length === 0 && <p class="soft">{t('calendar.delegation.none')}</p>}
      <ul class="lines">{view.delegates.map((one) => <DelegateLine key={one.id} one={one} base={base} mayOrganise={view.mayOrganise} />)}</ul>
      {view.mayOrganise && (
        <Folded title={t('calendar.delegate.add')} open={errors.length > 0}>
          <PostForm action={base} errors={errors}>
            <div class="pair">
              <Field name="name" label={t('calendar.delegate.name')} required maxLength={200} value={values['name']} error={messageFor(errors, 'name')} />
              <Field name="role" label={t('calendar.delegate.role')} optional maxLength={200} value={values['role']} />
            </div>
            <div class="pair">
              <Field name="email" type="email" label={t('calendar.delegate.email')} hint={t('calendar.delegate.email.hint')} optional ltr maxLength={254} value={values['email']} error={messageFor(errors, 'email')} />
              <Select name="locale" label={t('calendar.delegate.language')} value={values['locale'] ?? t.locale} options={LOCALES.map((one) => ({ value: one, label: ownName(one) }))} />
            </div>
            <Button>{t('calendar.delegate.submit')}</Button>
          </PostForm>
        </Folded>
      )}
    </Part>
  );
}

function DelegateLine({ one, base, mayOrganise }: { one: Delegate; base: string; mayOrganise: boolean }): JSX.Element {
  const { t } = usePage();
  const [shape, tone] = STATE_LOOK[one.state];
  return (
    <li>
      <div>
        <p class="line-title"><bdi>{one.name}</bdi>{one.role && <span class="soft"> · <bdi>{one.role}</bdi></span>}</p>
        {one.email && <p class="soft"><bdi dir="ltr">{one.email}</bdi></p>}
        <p><Tag shape={shape} tone={tone}>{t(`calendar.delegate.state.${one.state}`)}</Tag> {one.state !== 'invited' && <span class="soft small">{one.stateBy === 'delegate' ? t('calendar.delegate.by-themselves') : t('console.recorded-by', { name: one.stateBy })}</span>}</p>
        {one.note && <p class="soft small"><bdi>{one.note}</bdi></p>}
      </div>
      {mayOrganise && (
        <Folded title={t('calendar.delegate.change', { name: one.name })} open={false}>
          <PostForm action={`${base}/${one.id}`} compact>
            <Select name="state" label={t('calendar.delegate.answered')} value={one.state} options={DELEGATE_STATES.map((state) => ({ value: state, label: t(`calendar.delegate.state.${state}`) }))} />
            <Field name="note" label={t('calendar.delegate.note')} optional maxLength={500} value={one.note ?? ''} />
            <Button look="quiet">{t('calendar.delegate.note.submit')}</Button>
          </PostForm>
          <PostForm action={`${base}/${one.id}/remove`} compact><Button look="danger">{t('calendar.delegate.remove')}</Button></PostForm>
        </Folded>
      )}
    </li>
  );
}

function Checklist({ view }: { view: PreparationsView }): JSX.Element {
  const { t } = usePage();
  const { values, errors } = refused(view, 'item');
  const base = `/console/handovers/${view.handover.id}/preparations/checklist`;
  return (
    <Part id="checklist" title={t('calendar.checklist')} note={t('calendar.checklist.done', { done: view.checklist.filter(({ doneAt }) => doneAt).length, n: view.checklist.length })}>
      <ul class="lines">
        {view.checklist.map((item) => (
          <li key={item.id}>
            <div>
              <p class="line-title">{item.key ? t.maybe(`calendar.checklist.${item.key}`) ?? item.key : <bdi>{item.text}</bdi>}</p>
              <p class="soft small">{item.dueOn && t('calendar.checklist.due', { day: formatEdtf(t.locale, item.dueOn) })}{item.owner && <> · <bdi>{item.owner}</bdi></>}{item.doneAt && <> · {t('calendar.checklist.ticked', { name: item.doneBy ?? '', day: dayOf(t, item.doneAt, view.handover.date.timeZone) })}</>}</p>
              {!item.doneAt && item.dueOn !== null && item.dueOn < view.today && <Tag shape="cross" tone="warn">{t('calendar.checklist.late')}</Tag>}
              {item.doneAt && <Tag shape="diamond" tone="good">{t('calendar.checklist.is-done')}</Tag>}
            </div>
            {view.mayOrganise && (
              <div class="actions">
                <PostForm action={`${base}/${item.id}`} compact><Hidden name="done" value={item.doneAt ? '' : '1'} /><Button look="quiet">{item.doneAt ? t('calendar.checklist.untick') : t('calendar.checklist.tick')}</Button></PostForm>
                <PostForm action={`${base}/${item.id}/remove`} compact><Button look="quiet">{t('calendar.remove')}</Button></PostForm>
              </div>
            )}
          </li>
        ))}
      </ul>
      {view.mayOrganise && (
        <>
          <PostForm action={`${base}/usual`} compact><Button look="quiet">{t('calendar.checklist.usual')}</Button></PostForm>
          <Folded title={t('calendar.checklist.add')} open={errors.length > 0}>
            <PostForm action={base} errors={errors}>
              <Field name="text" label={t('calendar.checklist.text')} required maxLength={300} value={values['text']} error={messageFor(errors, 'text')} />
              <div class="pair">
                <Field name="owner" label={t('calendar.checklist.owner')} optional maxLength={200} value={values['owner']} />
                <Field name="daysBefore" label={t('calendar.checklist.days')} optional inputmode="numeric" ltr value={values['daysBefore']} error={messageFor(errors, 'daysBefore')} />
              </div>
              <Button>{t('calendar.add')}</Button>
            </PostForm>
          </Folded>
        </>
      )}
    </Part>
  );
}

function Run({ view }: { view: PreparationsView }): JSX.Element {
  const { t } = usePage();
  const { values, errors } = refused(view, 'run');
  const base = `/console/handovers/${view.handover.id}/preparations/run`;
  return (
    <Part id="run" title={t('calendar.run')} note={t('calendar.run.note', { zone: view.handover.date.timeZone.replace(/_/g, ' ') })}>
      {view.run.length === 0 && <p class="soft">{t('calendar.run.none')}</p>}
      <ol class="lines">
        {view.run.map((item) => (
          <li key={item.id}>
            <div><p class="line-title"><span dir="ltr">{item.startsAt}</span> <bdi>{item.what}</bdi></p>{item.who && <p class="soft"><bdi>{item.who}</bdi></p>}</div>
            {view.mayOrganise && <PostForm action={`${base}/${item.id}/remove`} compact><Button look="quiet">{t('calendar.remove')}</Button></PostForm>}
          </li>
        ))}
      </ol>
      {view.mayOrganise && (
        <Folded title={t('calendar.run.add')} open={errors.length > 0}>
          <PostForm action={base} errors={errors}>
            <div class="pair">
              <Field name="startsAt" type="time" label={t('calendar.run.time')} required ltr value={values['startsAt']} error={messageFor(errors, 'startsAt')} />
              <Field name="who" label={t('calendar.run.who')} optional maxLength={200} value={values['who']} />
            </div>
            <Field name="what" label={t('calendar.run.what')} required maxLength={300} value={values['what']} error={messageFor(errors, 'what')} />
            <Button>{t('calendar.add')}</Button>
          </PostForm>
        </Folded>
      )}
    </Part>
  );
}

/** Letters, briefings, copies: for the organisers, and some to take along. */
function Files({ view }: { view: PreparationsView }): JSX.Element {
  const { t } = usePage();
  const { values, errors } = refused(view, 'file');
  const base = `/console/handovers/${view.handover.id}/preparations/files`;
  return (
    <Part id="files" title={t('calendar.files')} note={t('calendar.files.note')}>
      {view.files.length === 0 && <p class="soft">{t('calendar.files.none')}</p>}
      <ul class="lines">
        {view.files.map(({ file, label, takeAlong, addedBy }) => (
          <li key={file.id}>
            <div>
              <p class="line-title"><bdi>{label}</bdi></p>
              <DocumentLink file={file} />
              <p>{takeAlong && <Tag shape="diamond" tone="pen">{t('calendar.files.take-along')}</Tag>} <span class="soft small">{t('console.recorded-by', { name: addedBy })}</span></p>
            </div>
            {view.mayOrganise && <PostForm action={`${base}/${file.id}/remove`} compact><Button look="quiet">{t('calendar.remove')}</Button></PostForm>}
          </li>
        ))}
      </ul>
      {view.mayOrganise && (
        <Folded title={t('calendar.files.add')} open={errors.length > 0}>
          <PostForm action={base} errors={errors} files>
            <Field name="label" label={t('calendar.files.label')} required maxLength={200} value={values['label']} error={messageFor(errors, 'label')} />
            <FileField name="file" label={t('promises.document')} hint={t('promises.document.hint')} error={messageFor(errors, 'file')} />
            <Checkbox name="takeAlong" checked={values['takeAlong'] === 'true'}>{t('calendar.files.take-along')}</Checkbox>
            <Button>{t('calendar.add')}</Button>
          </PostForm>
        </Folded>
      )}
    </Part>
  );
}

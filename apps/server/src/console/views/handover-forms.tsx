import { type JSX } from 'preact';
import { COMMITMENT_KINDS, FIGURE_QUALIFIERS, HOLD_OUTCOMES, officeName, RESPONSE_KINDS } from '#libs/handovers';
import { formatEdtf } from '../../i18n/index.js';
import { Button, Checkbox, Field, Select, TextArea, usePage, type Children, type FieldError } from '../../ui/index.js';
import { FileField } from '../day/file-field.js';
import { type HandoverForm } from '../handover-forms.js';
import { timeZoneOptions } from '../time-zones.js';
import { inLanguage } from '../words.js';
import { messageFor, Part, PostForm, useDesk } from './frame.js';
import { due, type HandoverPageView } from './handover.js';

/** What was typed in this form and refused, or nothing. */
function refused(view: HandoverPageView, form: HandoverForm): { values: Readonly<Record<string, string>> | null; errors: readonly FieldError[]; answers: readonly string[] } {
  return view.failed?.form === form ? view.failed : { values: null, errors: [], answers: [] };
}

/** A form that is there when one needs it, and open when it was refused. */
export function Folded({ title, open, children }: { title: string; open: boolean; children: Children }): JSX.Element {
  return <details class="disclosure folded" open={open}><summary>{title}</summary><div class="folded-body">{children}</div></details>;
}

export function HoldForm({ view }: { view: HandoverPageView }): JSX.Element {
  const { t } = usePage();
  const past = due(view, useDesk());
  const { values, errors } = refused(view, 'hold');
  const { handover } = view;
  const form = (
    <PostForm action={`/console/handovers/${handover.id}/hold`} errors={errors}>
      <div class="pair">
        <Select name="outcome" label={t('console.hold.outcome')} value={values?.['outcome'] ?? 'held'} options={HOLD_OUTCOMES.map((one) => ({ value: one, label: t(`console.hold.outcome.${one}`) }))} error={messageFor(errors, 'outcome')} />
        <Field name="heldOn" label={t('console.hold.day')} value={values?.['heldOn'] ?? (handover.date.exact ? formatEdtf(t.locale, handover.date.edtf) : '')} error={messageFor(errors, 'heldOn')} />
      </div>
      <div class="pair">
        <Field name="signatures" label={t('console.hold.figure')} inputmode="numeric" ltr value={values?.['signatures'] ?? (view.total > 0 ? String(view.total) : '')} error={messageFor(errors, 'signatures')} />
        <Select name="qualifier" label={t('console.hold.qualifier')} value={values?.['qualifier'] ?? 'exact'} options={FIGURE_QUALIFIERS.map((one) => ({ value: one, label: t(`console.qualifier.${one}`) }))} />
      </div>
      <p class="hint">{t('console.hold.figure.hint', { n: view.total })}</p>
      <Field name="receivedBy" label={t('console.hold.received-by')} optional maxLength={200} value={values?.['receivedBy']} error={messageFor(errors, 'receivedBy')} />
      <TextArea name="whatWasSaid" label={t('console.hold.said')} optional rows={4} value={values?.['whatWasSaid']} error={messageFor(errors, 'whatWasSaid')} />
      <Button>{t('console.hold.submit')}</Button>
    </PostForm>
  );
  return (
    <Part id="hold" title={t('console.hold.title')} note={past ? undefined : t('console.hold.later')}>
      {past ? <div class="sheet form-sheet">{form}</div> : <Folded title={t('console.hold.open')} open={false}>{form}</Folded>}
    </Part>
  );
}

export function MoveForm({ view }: { view: HandoverPageView }): JSX.Element {
  const { t } = usePage();
  const { values, errors } = refused(view, 'move');
  const { date, id, place } = view.handover;
  return (
    <Folded title={t('console.move.title')} open={errors.length > 0}>
      <PostForm action={`/console/handovers/${id}/move`} errors={errors}>
        <Field name="date" label={t('console.book.date')} hint={t('console.book.date.hint')} value={values?.['date'] ?? (date.edtf ? formatEdtf(t.locale, date.edtf) : '')} error={messageFor(errors, 'date')} />
        <div class="pair">
          <Field name="startTime" type="time" ltr label={t('console.book.time')} optional value={values?.['startTime'] ?? date.startTime ?? ''} error={messageFor(errors, 'startTime')} />
          <Select name="timeZone" label={t('console.book.zone')} options={timeZoneOptions(values?.['timeZone'] ?? date.timeZone)} value={values?.['timeZone'] ?? date.timeZone} error={messageFor(errors, 'timeZone')} />
        </div>
        <Field name="place" label={t('console.book.place')} optional maxLength={300} value={values?.['place'] ?? place ?? ''} error={messageFor(errors, 'place')} />
        <Field name="reason" label={t('console.move.reason')} hint={t('console.move.reason.hint')} required maxLength={500} value={values?.['reason']} error={messageFor(errors, 'reason')} />
        <Button>{t('console.move.submit')}</Button>
      </PostForm>
    </Folded>
  );
}

export function CancelForm({ view }: { view: HandoverPageView }): JSX.Element {
  const { t } = usePage();
  const { values, errors } = refused(view, 'cancel');
  return (
    <Folded title={t('console.cancel.title')} open={errors.length > 0}>
      <PostForm action={`/console/handovers/${view.handover.id}/cancel`} errors={errors}>
        <p>{t('console.cancel.consequence')}</p>
        <Field name="cancelReason" label={t('console.move.reason')} required maxLength={500} value={values?.['cancelReason']} error={messageFor(errors, 'cancelReason')} />
        <Button look="danger">{t('console.cancel.submit')}</Button>
      </PostForm>
    </Folded>
  );
}

export function ResponseForm({ view }: { view: HandoverPageView }): JSX.Element {
  const { t } = usePage();
  const { values, errors } = refused(view, 'response');
  return (
    <Folded title={t('console.response.title')} open={errors.length > 0}>
      <PostForm action={`/console/handovers/${view.handover.id}/responses`} errors={errors} files>
        <div class="pair">
          <Select name="responseKind" label={t('console.response.kind')} value={values?.['responseKind'] ?? 'answer'} options={RESPONSE_KINDS.map((kind) => ({ value: kind, label: t(`console.response.kind.${kind}`) }))} error={messageFor(errors, 'responseKind')} />
          <Field name="datedOn" label={t('console.response.dated')} optional value={values?.['datedOn']} error={messageFor(errors, 'datedOn')} />
        </div>
        <TextArea name="responseText" label={t('console.response.text')} required rows={5} value={values?.['responseText']} error={messageFor(errors, 'responseText')} />
        <Field name="document" label={t('console.response.document')} hint={t('console.response.document.hint')} optional maxLength={500} value={values?.['document']} error={messageFor(errors, 'document')} />
        <FileField name="responseFile" label={t('promises.document')} hint={t('promises.document.hint')} error={messageFor(errors, 'responseFile')} />
        <Field name="responseLanguage" label={t('promises.language')} optional ltr maxLength={12} value={values?.['responseLanguage'] ?? t.locale} />
        <Translation form="response" values={values} />
        {view.handover.responses.length > 0 && <Select name="replaces" label={t('promises.replaces')} value={values?.['replaces'] ?? ''} error={messageFor(errors, 'replaces')}
          options={[{ value: '', label: t('promises.replaces.none') }, ...view.handover.responses.filter(({ id }) => !view.handover.responses.some(({ replaces }) => replaces === id)).map((one) => ({ value: one.id, label: [...one.text].slice(0, 60).join('') }))]} />}
        <Button>{t('console.response.submit')}</Button>
      </PostForm>
    </Folded>
  );
}

/** The same words in one other language; more of them by the API. */
function Translation({ form, values }: { form: 'response' | 'commitment'; values: Readonly<Record<string, string>> | null }): JSX.Element {
  const { t } = usePage();
  return (
    <details class="disclosure"><summary>{t('promises.translation')}</summary>
      <Field name={`${form}TranslationLanguage`} label={t('promises.translation.language')} optional ltr maxLength={12} value={values?.[`${form}TranslationLanguage`]} />
      <TextArea name={`${form}Translation`} label={t('promises.translation')} optional rows={3} value={values?.[`${form}Translation`]} />
    </details>
  );
}

export function CommitmentForm({ view }: { view: HandoverPageView }): JSX.Element {
  const { t } = usePage();
  const { values, errors, answers } = refused(view, 'commitment');
  return (
    <Folded title={t('console.commitment.add')} open={errors.length > 0}>
      <PostForm action={`/console/handovers/${view.handover.id}/commitments`} errors={errors}>
        <TextArea name="commitmentText" label={t('console.commitment.text')} hint={t('console.commitment.text.hint')} required rows={3} value={values?.['commitmentText']} error={messageFor(errors, 'commitmentText')} />
        <div class="pair">
          <Select name="commitmentKind" label={t('console.commitment.kind')} value={values?.['commitmentKind'] ?? 'policy'} options={COMMITMENT_KINDS.map((kind) => ({ value: kind, label: t(`console.commitment.kind.${kind}`) }))} error={messageFor(errors, 'commitmentKind')} />
          <Field name="due" label={t('console.commitment.due')} optional value={values?.['due']} error={messageFor(errors, 'due')} />
        </div>
        <p class="hint">{t('console.commitment.due.hint')}</p>
        <Field name="madeBy" label={t('console.commitment.made-by')} hint={t('console.commitment.made-by.hint')} optional maxLength={200} value={values?.['madeBy']} error={messageFor(errors, 'madeBy')} />
        {view.offices.length > 0 && <Select name="officeId" label={t('promises.office')} value={values?.['officeId'] ?? ''} error={messageFor(errors, 'officeId')}
          options={[{ value: '', label: t('promises.office.none') }, ...view.offices.map((office) => ({ value: office.id, label: officeName(office, t.locale).text }))]} />}
        <Field name="commitmentLanguage" label={t('promises.language')} optional ltr maxLength={12} value={values?.['commitmentLanguage'] ?? view.language} />
        <Translation form="commitment" values={values} />
        <fieldset>
          <legend>{t('console.commitment.answers')}</legend>
          {view.calls.map((call, n) => {
            const { text, lang } = inLanguage(call.texts, view.language, t);
            return (
              <Checkbox key={call.key} name="answers" value={call.key} checked={answers.includes(call.key)}>
                {t('console.commitment.call', { number: n + 1 })} <span lang={lang === t.locale ? undefined : lang} dir="auto">{text}</span>
              </Checkbox>
            );
          })}
          <Checkbox name="answers" value="all" checked={answers.includes('all')}>{t('console.commitment.answers.all')}</Checkbox>
        </fieldset>
        <Button>{t('console.commitment.submit')}</Button>
      </PostForm>
    </Folded>
  );
}

import { type JSX } from 'preact';
import { type CallToAction } from '#libs/calls-to-action';
import { MOST_CALLS, type WholeCampaign } from '#libs/petitions';
import { Button, Checkbox, Field, languageOf, Select, TextArea, usePage, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { type PetitionFace } from '../read/petition-page.js';
import { messageFor, Part, PostForm } from '../views/frame.js';
import { Folded } from '../views/handover-forms.js';
import { PetitionFrame, petitionPath } from '../views/petition-frame.js';
import { inLanguage } from '../words.js';

export interface CallsView { face: PetitionFace; campaign: WholeCampaign; calls: readonly CallToAction[]; values: Readonly<Record<string, string>>; errors: readonly FieldError[] }

/** A draft's calls in their order. Each deed is a button of its own, so that it works without script. */
export function CallsPage({ desk, view }: { desk: Desk; view: CallsView }): JSX.Element {
  const { t } = desk.page;
  const draft = view.face.line.status === 'draft';
  const base = `${petitionPath(view.face.line.slug)}/calls`;
  const language = view.face.petition.defaultLanguage;
  return (
    <PetitionFrame desk={desk} face={view.face} tab="texts" faulty={view.errors.length > 0}>
      <Part id="calls" title={t('console.calls.title')} note={t(draft ? 'workshop.calls.note' : 'workshop.calls.settled')}>
        <ol class="calls">{view.calls.map((call, n) => <Call key={call.key} view={view} call={call} number={n + 1} base={base} editable={draft && view.face.mayOrganise} />)}</ol>
      </Part>
      {draft && view.face.mayOrganise && view.calls.length < MOST_CALLS && (
        <Part id="new-call" title={t('workshop.call.new')}>
          <PostForm action={`${base}/new`} errors={view.errors}>
            <TextArea name="call" label={t('workshop.call.text', { language: t.language(language) })} required rows={3} maxLength={2000} value={view.values['call']} error={messageFor(view.errors, 'call')} />
            <Aim view={view} call={null} />
            <Button>{t('workshop.call.add')}</Button>
          </PostForm>
        </Part>
      )}
    </PetitionFrame>
  );
}

function Call({ view, call, number, base, editable }: { view: CallsView; call: CallToAction; number: number; base: string; editable: boolean }): JSX.Element {
  const { t } = usePage();
  const { text, lang } = inLanguage(call.texts, view.face.petition.defaultLanguage, t);
  const at = `${base}/${call.key}`;
  return (
    <li>
      <span class="call-number">{t.number(number)}</span>
      <div>
        <p class="call-text" {...languageOf(t, lang)}>{text}</p>
        {editable && (
          <>
            <div class="actions">
              {number > 1 && <PostForm action={`${at}/move`} compact><input type="hidden" name="way" value="up" /><Button look="quiet">{t('workshop.call.up', { number })}</Button></PostForm>}
              {number < view.calls.length && <PostForm action={`${at}/move`} compact><input type="hidden" name="way" value="down" /><Button look="quiet">{t('workshop.call.down', { number })}</Button></PostForm>}
              <PostForm action={`${at}/remove`} compact><Button look="danger">{t('workshop.call.remove', { number })}</Button></PostForm>
            </div>
            <Folded title={t('workshop.call.aim', { number })} open={false}>
              <PostForm action={`${at}/aim`}><Aim view={view} call={call} /><Button look="quiet">{t('workshop.save')}</Button></PostForm>
            </Folded>
          </>
        )}
      </div>
    </li>
  );
}

function Aim({ view, call }: { view: CallsView; call: CallToAction | null }): JSX.Element {
  const { t } = usePage();
  const suffix = call ? `.${call.key}` : '';
  const { goals, instruments, defaultLanguage } = view.campaign;
  return (
    <>
      <Field name={`target${suffix}`} label={t('workshop.call.target')} optional maxLength={300} value={call?.target ?? view.values['target'] ?? ''} />
      {goals.length > 0 && (
        <Select name={`goal${suffix}`} label={t('workshop.call.goal')} value={call?.goal ?? ''}
          options={[{ value: '', label: t('workshop.call.goal.none') }, ...goals.map((goal) => ({ value: goal.key, label: inLanguage(goal.title, defaultLanguage, t).text }))]} />
      )}
      {instruments.length > 0 && (
        <fieldset><legend>{t('workshop.call.instruments')}</legend>
          {instruments.map(({ key, name, names }) => <Checkbox key={key} name={`instrument${suffix}`} value={key} checked={call?.instruments.includes(key)}>{names[t.locale] ?? name}</Checkbox>)}
        </fieldset>
      )}
    </>
  );
}

import { Fragment, type JSX } from 'preact';
import { NAMES_FIELDS } from '#libs/petitions';
import { Button, Checkbox, EmptyState, Field, type FieldError, Notice } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { type PetitionFace } from '../read/petition-page.js';
import { messageFor, Part, PostForm } from '../views/frame.js';
import { PetitionFrame, petitionPath } from '../views/petition-frame.js';
import { NamesSummary } from './summary.js';

export interface DemandView {
  face: PetitionFace;
  /** Languages of the petition's texts. */
  languages: readonly string[];
  /** As typed, where something was wrong. */
  typed: { values: Readonly<Record<string, string>>; fields: readonly string[] } | null;
  errors: readonly FieldError[];
}

export const demandPath = (slug: string): string => `${petitionPath(slug)}/names`;

/** Which names a law demands of those who sign, for whom, to which key. */
export function DemandPage({ desk, view }: { desk: Desk; view: DemandView }): JSX.Element {
  const { t } = desk.page;
  const { names, status, defaultLanguage } = view.face.petition;
  const open = status === 'draft' && view.face.mayOrganise && view.face.petition.takesSignatures;
  return (
    <PetitionFrame desk={desk} face={view.face} tab="settings" faulty={view.errors.length > 0}>
      <Part id="names" title={t('names.demand.title')} note={t('names.demand.lede')}>
        {names ? <NamesSummary of={names} language={defaultLanguage} /> : <EmptyState title={t('names.demand.none')} />}
        {names && status !== 'draft' && <p class="soft">{t('names.demand.settled')}</p>}
        {names && open && <PostForm compact action={`${demandPath(view.face.line.slug)}/clear`}><Button look="quiet">{t('names.demand.clear')}</Button></PostForm>}
      </Part>
      {open && <DemandForm desk={desk} view={view} />}
    </PetitionFrame>
  );
}

function DemandForm({ desk, view: { face, languages, typed, errors } }: { desk: Desk; view: DemandView }): JSX.Element {
  const { t } = desk.page;
  const { names } = face.petition;
  const of = (name: string, now: string | undefined): string => typed?.values[name] ?? now ?? '';
  const fields: readonly string[] = typed?.fields ?? names?.fields ?? [];
  return (
    <PostForm action={demandPath(face.line.slug)} errors={errors}>
      <Notice><p>{t('names.demand.stores')}</p></Notice>
      {languages.map((language) => (
        <Fragment key={language}>
          <Field name={`law.${language}`} label={t('names.demand.law', { language: t.language(language) })} hint={t('names.demand.law.hint')} required maxLength={300} value={of(`law.${language}`, names?.law[language])} error={messageFor(errors, `law.${language}`)} />
          <Field name={`office.${language}`} label={t('names.demand.office', { language: t.language(language) })} hint={t('names.demand.law.hint')} required maxLength={300} value={of(`office.${language}`, names?.office[language])} error={messageFor(errors, `office.${language}`)} />
        </Fragment>
      ))}
      <fieldset>
        <legend id="f-fields">{t('names.demand.fields')}</legend>
        <p class="hint">{t('names.demand.fields.hint')}</p>
        {NAMES_FIELDS.filter((field) => field !== 'name').map((field) => <Checkbox key={field} name="fields" value={field} checked={fields.includes(field)}>{t(`names.field.${field}`)}</Checkbox>)}
      </fieldset>
      <Field name="publicKey" label={t('names.demand.key')} hint={t('names.demand.key.hint')} ltr required autocomplete="off" maxLength={64} value={of('publicKey', names?.publicKey)} error={messageFor(errors, 'publicKey')} />
      <Field name="fingerprint" label={t('names.demand.fingerprint')} hint={t('names.demand.fingerprint.hint')} ltr required autocomplete="off" maxLength={200} value={of('fingerprint', '')} error={messageFor(errors, 'fingerprint')} />
      <Checkbox name="checked" checked={false} required error={messageFor(errors, 'checked')}>{t('names.demand.checked')}</Checkbox>
      <Button>{t('names.demand.save')}</Button>
    </PostForm>
  );
}

import { type JSX } from 'preact';
import { DateTime } from 'luxon';
import { AS_PLANNED } from '#libs/petitions';
import { formatEdtf } from '../../i18n/index.js';
import { Button, DefinitionList, Field, Hidden, Select, TextArea, usePage, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { type PetitionFace } from '../read/petition-page.js';
import { helpLines } from '../petition-forms.js';
import { timeZoneOptions } from '../time-zones.js';
import { messageFor, Part, PostForm } from './frame.js';
import { Folded } from './handover-forms.js';
import { demandPath } from '../names/demand-page.js';
import { CampaignLink } from '../workshop/settings.js';
import { PetitionFrame, petitionPath } from './petition-frame.js';

export interface SettingsView {
  face: PetitionFace;
  version: number;
  approachingShare: number;
  values: Readonly<Record<string, string>> | null;
  errors: readonly FieldError[];
  closing: { reason: string; errors: readonly FieldError[] } | null;
}

export function SettingsPage({ desk, view }: { desk: Desk; view: SettingsView }): JSX.Element {
  const { t } = desk.page;
  const { face } = view;
  return (
    <PetitionFrame desk={desk} face={face} tab="settings" faulty={view.errors.length > 0 || view.closing !== null}>
      {face.mayOrganise && <p><CampaignLink slug={face.line.campaign} /></p>}
      {face.petition.takesSignatures && face.line.live && <p><a class="line-link" href={desk.page.link(demandPath(face.line.slug))}>{t('names.demand.title')}</a></p>}
      <div class="columns even">
        <Part id="settings" title={t('console.petition.tab.settings')}>{face.mayOrganise && face.line.status !== 'closed' ? <SettingsForm view={view} /> : <Settled view={view} />}</Part>
        {face.mayOrganise && face.line.status === 'open' && <Part id="close" title={t('console.close.title')}><CloseForm view={view} /></Part>}
        {face.line.status === 'closed' && face.petition.closedReason && <Part id="closed" title={t('console.close.closed')}><p>{face.petition.closedReason === AS_PLANNED ? t('workshop.closed.planned') : <bdi>{face.petition.closedReason}</bdi>}</p></Part>}
      </div>
    </PetitionFrame>
  );
}

const dayIn = (t: Desk['page']['t'], at: Date | null, zone: string, back = 0): string => (at === null ? '' : formatEdtf(t.locale, DateTime.fromJSDate(new Date(at), { zone }).minus({ milliseconds: back }).toISODate()));

function SettingsForm({ view }: { view: SettingsView }): JSX.Element {
  const { t } = usePage();
  const { petition } = view.face;
  const { errors } = view;
  const draft = petition.status === 'draft';
  const of = (name: string, now: string): string => view.values?.[name] ?? now;
  return (
    <PostForm action={petitionPath(petition.slug, 'settings')} errors={errors}>
      <Hidden name="version" value={String(view.version)} />
      <Field name="addressee" label={t('console.new.addressee')} optional maxLength={200} value={of('addressee', petition.addressee ?? '')} error={messageFor(errors, 'addressee')} />
      <div class="pair">
        <Field name="target" label={t('console.new.target')} inputmode="numeric" ltr optional value={of('target', petition.target === null ? '' : String(petition.target))} error={messageFor(errors, 'target')} />
        <Field name="approachingPercent" label={t('console.settings.approaching')} inputmode="numeric" ltr value={of('approachingPercent', String(Math.round(view.approachingShare * 100)))} error={messageFor(errors, 'approachingPercent')} />
      </div>
      <p class="hint">{t('console.settings.approaching.hint')}</p>
      <div class="pair">
        {draft && <Field name="opensAt" label={t('console.new.opens')} optional value={of('opensAt', dayIn(t, petition.opensAt, petition.timeZone))} error={messageFor(errors, 'opensAt')} />}
        <Field name="closesAt" label={t('console.new.closes')} optional value={of('closesAt', dayIn(t, petition.closesAt, petition.timeZone, 1))} error={messageFor(errors, 'closesAt')} />
      </div>
      <Select name="timeZone" label={t('console.book.zone')} options={timeZoneOptions(of('timeZone', petition.timeZone))} value={of('timeZone', petition.timeZone)} error={messageFor(errors, 'timeZone')} />
      <TextArea name="helpContacts" label={t('console.settings.help')} hint={t('console.settings.help.hint')} optional rows={3} value={of('helpContacts', helpLines(view.face.line.ownHelp, petition.defaultLanguage))} error={messageFor(errors, 'helpContacts')} />
      <PolicyFields values={view.values ?? { ...petition, minimumAge: String(petition.minimumAge) }} errors={errors} settled={!draft} highOnly={!draft && petition.privacy === 'high'} />
      <Button>{t('console.settings.submit')}</Button>
    </PostForm>
  );
}

/** How people sign and what is shown: privacy is always a choice somebody made. */
export function PolicyFields({ values, errors, settled = false, highOnly = false, choose = false }: { values: Readonly<Record<string, unknown>>; errors: readonly FieldError[]; settled?: boolean; highOnly?: boolean; choose?: boolean }): JSX.Element {
  const { t } = usePage();
  const value = (name: string, otherwise: string): string => (typeof values[name] === 'string' && values[name] !== '' ? values[name] : otherwise);
  return (
    <>
      <Select name="privacy" label={t('console.policy.privacy')} hint={t('console.policy.privacy.hint')} required value={value('privacy', '')} error={messageFor(errors, 'privacy')}
        options={[...(choose ? [{ value: '', label: t('console.choose') }] : []), ...(highOnly ? (['high'] as const) : (['standard', 'high'] as const)).map((one) => ({ value: one, label: t(`console.policy.privacy.${one}`) }))]} />
      {settled ? <p class="hint">{t('console.policy.settled')}</p> : (
        <>
          <Select name="confirmation" label={t('console.policy.confirmation')} value={value('confirmation', 'required')} options={(['required', 'none'] as const).map((one) => ({ value: one, label: t(`console.policy.confirmation.${one}`) }))} error={messageFor(errors, 'confirmation')} />
          <div class="pair">
            <Select name="eligibility" label={t('console.policy.eligibility')} value={value('eligibility', 'anyone')} options={(['anyone', 'residents'] as const).map((one) => ({ value: one, label: t(`console.policy.eligibility.${one}`) }))} error={messageFor(errors, 'eligibility')} />
            <Field name="minimumAge" label={t('console.policy.age')} inputmode="numeric" ltr value={value('minimumAge', '16')} error={messageFor(errors, 'minimumAge')} />
          </div>
        </>
      )}
    </>
  );
}

function Settled({ view }: { view: SettingsView }): JSX.Element {
  const { t } = usePage();
  const { petition } = view.face;
  return (
    <DefinitionList items={[
      { term: t('console.new.addressee'), detail: petition.addressee ? <bdi>{petition.addressee}</bdi> : t('console.handover.unknown') },
      { term: t('console.new.target'), detail: petition.target === null ? t('console.settings.no-target') : t.number(petition.target) },
      { term: t('console.policy.privacy'), detail: t(`console.policy.privacy.${petition.privacy}`) },
      { term: t('console.policy.confirmation'), detail: t(`console.policy.confirmation.${petition.confirmation}`) },
      { term: t('console.policy.eligibility'), detail: t(`console.policy.eligibility.${petition.eligibility}`) },
      { term: t('console.policy.age'), detail: t.number(petition.minimumAge) },
    ]} />
  );
}

function CloseForm({ view }: { view: SettingsView }): JSX.Element {
  const { t } = usePage();
  const { closing, face } = view;
  return (
    <>
      <p class="prose">{t('console.close.consequence')}</p>
      <Folded title={t('console.close.open-form')} open={closing !== null}>
        <PostForm action={`${petitionPath(face.line.slug)}/close`} errors={closing?.errors ?? []}>
          <TextArea name="closeReason" label={t('console.close.reason')} hint={t('console.close.reason.hint')} required rows={2} value={closing?.reason} error={messageFor(closing?.errors ?? [], 'closeReason')} />
          <Button look="danger">{t('console.close.submit')}</Button>
        </PostForm>
      </Folded>
    </>
  );
}

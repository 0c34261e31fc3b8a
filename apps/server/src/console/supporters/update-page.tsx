import { type JSX } from 'preact';
import { LONGEST_BODY, LONGEST_SUBJECT, mayStep, type SupporterUpdate, type UpdateAudience } from '#libs/notifications';
import { formatEdtf } from '../../i18n/index.js';
import { Button, ButtonLink, Checkbox, DefinitionList, Field, type FieldError, Hidden, Notice, Table, TextArea, usePage } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';
import { UpdateTag } from './updates-page.js';

export interface UpdateView {
  update: SupporterUpdate;
  audience: UpdateAudience;
  timeZone: string;
  errors: readonly FieldError[];
  values: Record<string, string>;
}

/** One update: what it says and to how many, its mails, the second person's word, how far it is. */
export function UpdatePage({ desk, view }: { desk: Desk; view: UpdateView }): JSX.Element {
  const { t, link } = desk.page;
  const { update, errors } = view;
  const subject = update.subject || t('supporters.update.untitled');
  return (
    <Frame desk={desk} title={subject} section="petitions" faulty={errors.length > 0} refreshS={update.state === 'sending' ? 15 : undefined}>
      <Head title={<bdi>{subject}</bdi>} back={{ href: link(`/console/petitions/${update.petition}/updates`), label: t('supporters.list.title') }} lede={<UpdateTag state={update.state} />}>
        <Steps update={update} />
      </Head>
      {update.state !== 'draft' && <Part id="progress" title={t('supporters.progress.title')}><Progress update={update} timeZone={view.timeZone} /></Part>}
      <Part id="facts" title={t('supporters.facts.title')}><Facts update={update} /></Part>
      {mayStep('write', update.state) && <Texts view={view} />}
      <Part id="preview" title={t('supporters.preview.title')}><Previews update={update} /></Part>
      <Part id="audience" title={t('supporters.audience.title')}><Audience audience={view.audience} /></Part>
      {mayStep('approve', update.state) && <Approval view={view} />}
    </Frame>
  );
}

function Steps({ update }: { update: SupporterUpdate }): JSX.Element {
  const { t } = usePage();
  const steps = (['pause', 'resume', 'stop'] as const).filter((step) => mayStep(step, update.state));
  return <>{steps.map((step) => <PostForm key={step} action={`/console/updates/${update.id}/${step}`} compact><Button look={step === 'stop' ? 'danger' : 'quiet'}>{t(`supporters.${step}`)}</Button></PostForm>)}</>;
}

function Progress({ update, timeZone }: { update: SupporterUpdate; timeZone: string }): JSX.Element {
  const { t } = usePage();
  if (update.recipients === null) return <p>{update.sendAt && update.state === 'approved' ? t('supporters.progress.at', { at: t.instant(update.sendAt.toISOString(), timeZone) }) : ''}</p>;
  return <DefinitionList items={(['due', 'accepted', 'refused', 'skipped', 'unsubscribed'] as const).map((state) => ({ term: t(`supporters.progress.${state}`), detail: t.number(update.progress[state]) }))} />;
}

function Facts({ update: { facts } }: { update: SupporterUpdate }): JSX.Element {
  const { t } = usePage();
  const { from, to, answer } = facts;
  const day = from === null ? t('supporters.facts.no-date') : formatEdtf(t.locale, to === null || to === from ? from : `${from}/${to}`);
  return <DefinitionList items={[
    { term: t('supporters.facts.recipient'), detail: <bdi>{facts.recipient}</bdi> }, { term: t('supporters.facts.date'), detail: day },
    { term: t('supporters.facts.answer'), detail: answer ? <span lang={answer.language ?? undefined} dir="auto">{answer.text}</span> : t('supporters.facts.no-answer') },
  ]} />;
}

function Texts({ view: { update, errors, values } }: { view: UpdateView }): JSX.Element {
  const { t } = usePage();
  const textIn = (language: string) => update.texts.find((text) => text.language === language);
  return (
    <Part id="texts" title={t('supporters.texts.title')} note={t('supporters.texts.note', { language: t.language(update.defaultLanguage) })}>
      {update.state === 'approved' && <Notice look="warn"><p>{t('supporters.texts.again')}</p></Notice>}
      <PostForm action={`/console/updates/${update.id}`} errors={errors}>
        {[update.defaultLanguage, ...update.languages.filter((language) => language !== update.defaultLanguage)].map((language) => (
          <fieldset key={language}>
            <legend>{t.language(language)}</legend>
            <Field name={`${language}.subject`} label={t('supporters.texts.subject')} maxLength={LONGEST_SUBJECT} value={values[`${language}.subject`] ?? textIn(language)?.subject}
              required={language === update.defaultLanguage} error={messageFor(errors, `${language}.subject`)} />
            <TextArea name={`${language}.body`} label={t('supporters.texts.body')} rows={8} maxLength={LONGEST_BODY} value={values[`${language}.body`] ?? textIn(language)?.body} error={messageFor(errors, `${language}.body`)} />
          </fieldset>
        ))}
        <Checkbox name="freshFacts">{t('supporters.facts.fresh')}</Checkbox>
        <Button>{t('supporters.texts.save')}</Button>
      </PostForm>
    </Part>
  );
}

function Previews({ update }: { update: SupporterUpdate }): JSX.Element {
  const { t, link } = usePage();
  const own = `/console/updates/${update.id}`;
  return (
    <ul class="lines">
      {update.languages.map((language) => (
        <li key={language}>
          <div>
            <p class="line-title">{t.language(language)}</p>
            {!update.texts.some((text) => text.language === language) && <p class="soft">{t('supporters.preview.fallback', { language: t.language(update.defaultLanguage) })}</p>}
          </div>
          <div class="actions">
            <ButtonLink look="quiet" href={link(`${own}/mail/${language}`)}>{t('supporters.preview.open', { language: t.language(language) })}</ButtonLink>
            <PostForm action={`${own}/test`} compact><Hidden name="language" value={language} /><Button look="quiet">{t('supporters.preview.test', { language: t.language(language) })}</Button></PostForm>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Audience({ audience }: { audience: UpdateAudience }): JSX.Element {
  const { t } = usePage();
  if (audience.total === null) return <p class="soft">{t('supporters.audience.few')}</p>;
  return (
    <Table caption={t('supporters.audience.title')} captionHidden columns={[{ label: t('supporters.audience.language') }, { label: t('supporters.audience.people'), figure: true }]}
      rows={audience.byLanguage.map(({ language, n }) => ({ key: language ?? 'other', cells: [language === null ? t('supporters.audience.other') : t.language(language), t.number(n)] }))}
      foot={[t('supporters.audience.total'), t.number(audience.total)]} />
  );
}

function Approval({ view: { update, timeZone, errors, values } }: { view: UpdateView }): JSX.Element {
  const { t } = usePage();
  const waits = update.earliest.getTime() > Date.now() + 60_000;
  return (
    <Part id="approve" title={t('supporters.approve.title')} note={t('supporters.approve.note', { days: update.caps.leastDays, most: update.caps.mostAYear })}>
      {waits && <p>{t('supporters.approve.earliest', { at: t.instant(update.earliest.toISOString(), timeZone) })}</p>}
      <PostForm action={`/console/updates/${update.id}/approve`}>
        <Field name="sendAt" type="datetime-local" label={t('supporters.approve.at', { zone: timeZone.replace(/_/g, ' ') })} value={values['sendAt'] ?? ''} error={messageFor(errors, 'sendAt')} />
        <Button>{t('supporters.approve.button')}</Button>
      </PostForm>
    </Part>
  );
}

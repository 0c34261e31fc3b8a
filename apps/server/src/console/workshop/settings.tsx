import { type JSX } from 'preact';
import { NOTICE_AUDIENCES, NOTICE_WAYS, type NoticeRule, type QuietHours, type WholeCampaign } from '#libs/petitions';
import { Button, Checkbox, Field, Hidden, Select, usePage, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { textLanguages } from '../petition-forms.js';
import { type PetitionFace } from '../read/petition-page.js';
import { Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';
import { PetitionFrame, petitionPath } from '../views/petition-frame.js';
import { inLanguage } from '../words.js';

export interface NoticesView { face: PetitionFace; rule: NoticeRule; people: readonly { id: string; name: string }[]; errors: readonly FieldError[] }

/** Who is told of a petition's milestones, and how. */
export function NoticesPage({ desk, view }: { desk: Desk; view: NoticesView }): JSX.Element {
  const { t, link } = desk.page;
  const { face, rule, errors } = view;
  const locked = !face.mayOrganise;
  const fault = messageFor(errors, 'tell');
  return (
    <PetitionFrame desk={desk} face={face} tab="notices" faulty={errors.length > 0}>
      <Part id="notices" title={t('workshop.notices')} note={t('workshop.notices.note')}>
        <PostForm action={petitionPath(face.line.slug, 'notices')} errors={errors}>
          <fieldset disabled={locked}><legend id="f-tell">{t('workshop.notices.who')}</legend>
            {fault && <p class="fault">{fault}</p>}
            {NOTICE_AUDIENCES.map((one) => <Checkbox key={one} name="tell" value={one} checked={rule.tell.includes(one)}>{t(`workshop.notices.${one}`)}</Checkbox>)}
          </fieldset>
          <fieldset disabled={locked}><legend>{t('workshop.notices.people')}</legend>
            {view.people.map(({ id, name }) => <Checkbox key={id} name="people" value={id} checked={rule.people.includes(id)}><bdi>{name}</bdi></Checkbox>)}
          </fieldset>
          <fieldset disabled={locked}><legend>{t('workshop.notices.how')}</legend>
            {NOTICE_WAYS.map((one) => <Checkbox key={one} name="by" value={one} checked={rule.by.includes(one)}>{t(`workshop.notices.${one}`)}</Checkbox>)}
          </fieldset>
          {!locked && <Button>{t('workshop.save')}</Button>}
        </PostForm>
        <p><a class="line-link" href={link('/console/quiet-hours')}>{t('workshop.quiet')}</a></p>
      </Part>
    </PetitionFrame>
  );
}

export function QuietHoursPage({ desk, hours, errors }: { desk: Desk; hours: QuietHours | null; errors: readonly FieldError[] }): JSX.Element {
  const { t } = desk.page;
  return (
    <Frame desk={desk} title={t('workshop.quiet')} section="quiet-hours" faulty={errors.length > 0}>
      <Head title={t('workshop.quiet')} lede={t('workshop.quiet.note', { zone: desk.person?.timeZone ?? 'UTC' })} />
      <div class="sheet form-sheet">
        <PostForm action="/console/quiet-hours" errors={errors}>
          <div class="pair">
            <Field name="quietFrom" type="time" label={t('workshop.quiet.from')} ltr value={hours?.from} error={messageFor(errors, 'quietFrom')} />
            <Field name="quietTo" type="time" label={t('workshop.quiet.to')} ltr value={hours?.to} error={messageFor(errors, 'quietTo')} />
          </div>
          <Button>{t('workshop.save')}</Button>
        </PostForm>
      </div>
    </Frame>
  );
}

export interface CampaignView {
  campaign: WholeCampaign;
  /** The reader is an owner, who alone may switch the second look off and the second factor on. */
  owned: boolean;
  /** Of whom a second factor is demanded; null: not the reader's to say. */
  demanded: 'no' | 'campaign' | 'everywhere' | null;
  /** Of the wordings that are shown. */
  language: string;
  values: Readonly<Record<string, string>> | null;
  errors: readonly FieldError[];
}

/** What is said about a campaign as a whole: who answers for the data, how long it is kept, who reviews, who its partners are. */
export function CampaignPage({ desk, view }: { desk: Desk; view: CampaignView }): JSX.Element {
  const { t, link } = desk.page;
  const { campaign, owned, values, errors, language } = view;
  const of = (name: string, now: string | null | undefined): string => values?.[name] ?? now ?? '';
  const own = campaign.defaultLanguage;
  const path = `/console/campaigns/${campaign.slug}`;
  const partners = [...campaign.partners, { key: '', name: '', role: null, sendsUpdates: false, wording: {} as Record<string, string> }];
  return (
    <Frame desk={desk} title={t('workshop.campaign')} section="petitions" faulty={errors.length > 0}>
      <Head title={inLanguage(campaign.title, own, t).text} back={{ href: link('/console/petitions'), label: t('console.nav.petitions') }} />
      <form class="filter" method="get" action={link(path)}>
        <Select name="in" label={t('workshop.wording.language')} options={textLanguages(t)} value={language} />
        <Button look="quiet">{t('console.filter.apply')}</Button>
      </form>
      <PostForm action={path} errors={errors}>
        <input type="hidden" name="version" value={String(campaign.version)} />
        <input type="hidden" name="in" value={language} />
        <Part id="data" title={t('workshop.campaign.data')}>
          <div class="form">
            <Field name="controllerName" label={t('console.campaign.controller')} required maxLength={200} value={of('controllerName', campaign.controller)} error={messageFor(errors, 'controllerName')} />
            <Field name="controllerEmail" type="email" label={t('console.campaign.contact')} required ltr maxLength={254} value={of('controllerEmail', campaign.contact)} error={messageFor(errors, 'controllerEmail')} />
            <Field name="retentionMonths" label={t('console.campaign.retention')} inputmode="numeric" ltr required value={of('retentionMonths', campaign.retention ? String(campaign.retention.months) : '')} error={messageFor(errors, 'retentionMonths')} />
            <Field name="retentionText" label={t('console.campaign.retention-text')} optional maxLength={500} value={of('retentionText', campaign.retention?.text[own])} error={messageFor(errors, 'retentionText')} />
            <Select name="review" label={t('workshop.campaign.review')} value={of('review', campaign.reviewBeforeOpening)} options={(['required', 'off'] as const).filter((one) => one === 'required' || owned || campaign.reviewBeforeOpening === 'off').map((one) => ({ value: one, label: t(`workshop.campaign.review.${one}`) }))} />
          </div>
        </Part>
        <Part id="partners" title={t('workshop.partners')} note={t('workshop.partners.note')}>
          {partners.map((partner, n) => (
            <fieldset key={partner.key || 'new'} class="section form">
              <input type="hidden" name={`partner.${n}.key`} value={partner.key} />
              <Field name={`partner.${n}.name`} label={t('workshop.partner.name', { number: n + 1 })} optional={partner.key === ''} maxLength={200} value={of(`partner.${n}.name`, partner.name)} error={messageFor(errors, `partner.${n}.name`)} />
              <Field name={`partner.${n}.role`} label={t('workshop.partner.role')} optional maxLength={300} value={of(`partner.${n}.role`, partner.role)} />
              <Checkbox name={`partner.${n}.updates`} checked={values ? values[`partner.${n}.updates`] === 'true' : partner.sendsUpdates}>{t('workshop.partner.box')}</Checkbox>
              <Field name={`partner.${n}.wording`} label={t('workshop.partner.wording', { language: t.language(language) })} optional maxLength={500} value={of(`partner.${n}.wording`, partner.wording[language])} />
            </fieldset>
          ))}
        </Part>
        <Button>{t('workshop.save')}</Button>
      </PostForm>
      {view.demanded && <SecondFactorDemand demanded={view.demanded} action={`${path}/second-factor`} />}
    </Frame>
  );
}

function SecondFactorDemand({ demanded, action }: { demanded: 'no' | 'campaign' | 'everywhere'; action: string }): JSX.Element {
  const { t } = usePage();
  const on = demanded === 'campaign';
  return (
    <Part id="demand" title={t('account.demand.title')} note={t('account.demand.note')}>
      <p>{t(demanded === 'everywhere' ? 'account.demand.everywhere' : on ? 'account.demand.campaign' : 'account.demand.off')}</p>
      {demanded !== 'everywhere' && (
        <PostForm action={action}><Hidden name="demanded" value={on ? 'no' : 'yes'} /><Button look={on ? 'danger' : 'primary'}>{t(on ? 'account.demand.stop' : 'account.demand.start')}</Button></PostForm>
      )}
    </Part>
  );
}

/** Shown on a page of a petition, for whoever may change its campaign. */
export function CampaignLink({ slug }: { slug: string }): JSX.Element {
  const { t, link } = usePage();
  return <a class="line-link" href={link(`/console/campaigns/${slug}`)}>{t('workshop.campaign')}</a>;
}

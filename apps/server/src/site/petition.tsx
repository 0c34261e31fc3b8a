import { Fragment, type JSX } from 'preact';
import { formatEdtf } from '../i18n/index.js';
import { ButtonLink, DefinitionList, Document, Notice, PetitionTag, Prose, Tag, Text, UntranslatedNote, usePage, type Definition, type PageContext } from '../ui/index.js';
import { newsFeed, petitionJsonLd, petitionSharing, PublicHead, summaryOf } from '../feeds/public-head.js';
import { CountryTable, StatedTable } from './campaign.js';
import { Commitments, Handovers } from './handovers.js';
import { SignForm } from './sign-form.js';
import { HelpContacts, WhatYouCanDo } from './support.js';
import { PetitionLedger, PetitionTotal, streamOf } from './total.js';
import { type CallView, type PetitionView, type PrivacyView } from './view-models.js';

/** A petition in one country (or the shared text of a region): what is asked, how many ask it, and what came of it. */
export function PetitionPage({ page, view }: { page: PageContext; view: PetitionView }): JSX.Element {
  const scripts = [...(view.tally?.streamHref ? ['live-count.js'] : []), ...(view.form ? ['sign-form.js'] : [])];
  return (
    <Document page={page} title={view.title.text} description={summaryOf(view)} demonstration={view.campaign.demonstration} scripts={scripts}
      noindex={view.preview === true || view.state === 'draft' || view.noindex} canonical={view.preview ? undefined : view.canonicalUrl} head={view.preview ? null : <ForPrograms page={page} view={view} />}>
      <div class="wrap">
        {view.preview && <Notice look="warn" title={page.t('workshop.preview.title')}><p>{page.t('workshop.preview.text')}</p></Notice>}
        <div class="split">
          <PetitionHead view={view} />
          <Calls view={view} />
          <div class="side stack petition-side" {...streamOf(view.tally)}>
            <StateNotice view={view} />
            {view.tally && view.form === null && <div class="sheet"><PetitionTotal tally={view.tally} /><PetitionLedger tally={view.tally} /></div>}
            {view.form && (
              <section class="sheet" id="sign" aria-labelledby="sign-title">
                {view.tally && <PetitionTotal tally={view.tally} />}
                <h2 id="sign-title">{page.t('site.petition.sign')}</h2>
                <SignForm form={view.form} />
              </section>
            )}
            {view.form && view.tally && <PetitionLedger tally={view.tally} />}
          </div>
          <div class="main-start">
            <RegionFigures view={view} />
            {view.campaign.kind === 'live' && <Members view={view} />}
            {(view.handovers.length > 0 || (view.campaign.kind === 'record' && view.state !== 'research-only')) && <Handovers view={view} />}
            {(view.commitments.length > 0 || view.handovers.some(({ state }) => state === 'held')) && <Commitments view={view} />}
            {view.campaign.kind === 'record' && <Members view={view} />}
            {view.privacy && <Privacy privacy={view.privacy} slug={view.slug} />}
            <HelpContacts contacts={view.help} />
            <WhatYouCanDo items={view.whatYouCanDo} />
            {view.state !== 'research-only' && view.state !== 'draft' && !view.preview && <p class="small"><a href={page.link(`${view.href}/embed`)}>{page.t('embed.offer')}</a></p>}
            <Breakdown view={view} />
            <Sources view={view} />
          </div>
        </div>
      </div>
    </Document>
  );
}

/** What programs read of it: news of the campaign, data, and how it looks when it is sent on. */
function ForPrograms({ page, view }: { page: PageContext; view: PetitionView }): JSX.Element {
  const slug = view.campaign.href.split('/').at(-1) ?? '';
  return <PublicHead jsonLd={petitionJsonLd(view, page.t.place(view.place.id, view.place.name))} feeds={[newsFeed(page, { slug, title: view.campaign.title.text })]} sharing={petitionSharing(page, view)} />;
}

function PetitionHead({ view }: { view: PetitionView }): JSX.Element {
  const { t, link } = usePage();
  const place = t.place(view.place.id, view.place.name);
  return (
    <div class="page-head main-start">
      <p class="kicker"><a href={link(view.campaign.href)}><Text value={view.campaign.title} /></a><a href={link(`${view.campaign.href}/countries/${view.place.id}`)}>{place}</a><PetitionTag state={view.state} /></p>
      <Text as="h1" value={view.title} />
      {view.addressee && <p class="addressee">{t('site.petition.to', { addressee: '' }).trim()} <Text value={view.addressee} /></p>}
      {view.preamble && <Prose value={view.preamble} lead="lede" />}
      <Changes view={view} />
      {view.form && <p class="jump"><ButtonLink href="#sign">{t('site.petition.sign.jump')}</ButtonLink></p>}
    </div>
  );
}

/** Which version this is, what went before it, and when a typo was mended. */
function Changes({ view }: { view: PetitionView }): JSX.Element | null {
  const { t } = usePage();
  const { changes } = view;
  if (!changes || (changes.edition === 1 && !changes.correctedOn)) return null;
  const day = (at: string): string => formatEdtf(t.locale, at.slice(0, 10), 'phrase');
  return (
    <div class="soft small">
      {changes.edition > 1 && <p>{t('workshop.site.version', { version: changes.edition, date: day(changes.since) })}</p>}
      {changes.earlier.map(({ edition, signers }) => <p key={edition}>{signers === null ? t('workshop.site.signed-some', { version: edition }) : t('workshop.site.signed', { n: signers, version: edition })}</p>)}
      {changes.correctedOn && <p>{t('workshop.site.corrected', { date: day(changes.correctedOn) })}</p>}
    </div>
  );
}

/** What is asked, one by one, and whether a promise answers it. */
export function Calls({ view }: { view: PetitionView }): JSX.Element {
  const { t } = usePage();
  const record = view.campaign.kind === 'record';
  const answered = view.calls.filter(({ answer }) => answer === 'named' || answer === 'whole');
  return (
    <section class="main-start stack" aria-labelledby="calls">
      <h2 id="calls">{t(record ? 'site.petition.asked.record' : 'site.petition.asked')}</h2>
      <UntranslatedNote texts={[view.title, view.preamble, ...view.calls.map(({ text }) => text)]} />
      {view.sharedWith && <p class="soft">{t('site.petition.shared', { region: t.place(view.sharedWith.id, view.sharedWith.name) })}</p>}
      <ol class="calls">{view.calls.map((call) => <Call key={call.id} call={call} />)}</ol>
      {view.calls.some(({ answer }) => answer !== null) && (
        <p class="soft small">
          {t('site.answered.summary', { answered: answered.length, calls: view.calls.length, named: view.calls.filter(({ answer }) => answer === 'named').length })}
        </p>
      )}
    </section>
  );
}

function Call({ call }: { call: CallView }): JSX.Element {
  const { t, link } = usePage();
  const foot = [
    call.answer && <CallAnswer key="a" answer={call.answer} />,
    call.goal && <span key="g">{t(`ui.goal.${call.goal}`)}</span>,
    call.target && <span key="t">{t('site.petition.call.target', { target: '' }).trim()} <Text value={call.target} /></span>,
    call.instruments.length > 0 && <span key="i">{t('site.petition.call.instruments', { instruments: '' }).trim()} {call.instruments.map((instrument, index) => <Fragment key={instrument.text}>{index > 0 && ' · '}<Text value={instrument} /></Fragment>)}</span>,
    call.originHref && <a key="o" href={link(call.originHref)}>{t('site.petition.call.origin')}</a>,
  ].filter(Boolean);
  return (
    <li id={`call-${call.number}`}>
      <span class="call-number" aria-hidden="true">{t.number(call.number)}</span>
      <div>
        <Text as="p" class="call-text" value={call.text} />
        {foot.length > 0 && <p class="call-foot">{foot}</p>}
      </div>
    </li>
  );
}

function CallAnswer({ answer }: { answer: 'named' | 'whole' | 'none' }): JSX.Element {
  const { t } = usePage();
  switch (answer) {
    case 'named': return <Tag shape="check" tone="good">{t('site.petition.call.answered')}</Tag>;
    case 'whole': return <Tag shape="half" tone="pen">{t('site.petition.call.answered-whole')}</Tag>;
    case 'none': return <Tag shape="dash">{t('site.petition.call.unanswered')}</Tag>;
  }
}

function StateNotice({ view }: { view: PetitionView }): JSX.Element | null {
  const { t } = usePage();
  switch (view.state) {
    case 'open': return null;
    case 'draft': return <Notice look="warn" title={t('site.petition.draft.title')}><p>{t('site.petition.draft.text')}</p></Notice>;
    case 'scheduled':
      return <Notice look="warn" title={t('site.petition.scheduled.title')}><p>{t('site.petition.scheduled.text', { when: formatEdtf(t.locale, view.opensOn, 'phrase') })}</p></Notice>;
    case 'closed':
      return (
        <Notice title={t('site.petition.closed.title')}>
          <p>{view.closedOn === null ? t('site.petition.closed.unknown') : t('site.petition.closed.on', { when: formatEdtf(t.locale, view.closedOn, 'phrase') })}</p>
        </Notice>
      );
    case 'research-only': return <Notice title={t('site.petition.research.title')}><p>{t('site.petition.research.text')}</p></Notice>;
  }
}

function Members({ view }: { view: PetitionView }): JSX.Element | null {
  const { t } = usePage();
  if (view.members.length === 0) return null;
  const record = view.campaign.kind === 'record';
  const title = t(record || !view.membersShare ? 'site.petition.members.title.record' : 'site.petition.members.title');
  const text = t(!view.membersShare ? 'site.petition.members.text.gathered' : record ? 'site.petition.members.text.record' : 'site.petition.members.text');
  return (
    <section class="section" aria-labelledby="members">
      <h2 id="members">{title}</h2>
      <p class="soft">{text}</p>
      <CountryTable caption={title} rows={view.members.map((row) => ({ ...row, sharedWith: null }))} />
    </section>
  );
}

function RegionFigures({ view }: { view: PetitionView }): JSX.Element | null {
  const { t } = usePage();
  if (view.statedClaims.length === 0) return null;
  return (
    <section class="section" aria-labelledby="stated">
      <h2 id="stated">{t('site.stated.title.one')}</h2>
      <p class="soft">{t('site.stated.note.one')}</p>
      <StatedTable caption={t('site.stated.title.one')} claims={view.statedClaims} />
    </section>
  );
}

function Privacy({ privacy, slug }: { privacy: PrivacyView; slug: string }): JSX.Element {
  const { t, link } = usePage();
  const items: Definition[] = [
    { term: t('site.privacy.controller'), detail: <bdi>{privacy.controller}</bdi> },
    { term: t('site.privacy.contact'), detail: privacy.contact.includes('@') ? <a href={`mailto:${privacy.contact}`} dir="ltr">{privacy.contact}</a> : privacy.contact },
    { term: t('site.privacy.basis'), detail: t('site.privacy.basis.text') },
    { term: t('site.privacy.retention'), detail: <Text value={privacy.retention} /> },
  ];
  return (
    <section class="section" aria-labelledby="privacy" id="data">
      <h2 id="privacy">{t('site.privacy.title')}</h2>
      <div class="stack">
        <ul class="bullets prose">
          <li>{t('site.privacy.sealed')}</li>
          <li>{t('site.privacy.names')}</li>
          <li>{t('site.privacy.unconfirmed')}</li>
          <li>{t('site.privacy.withdraw')} <a href={link(`/withdraw?petition=${slug}`)}>{t('site.privacy.withdraw.link')}</a></li>
        </ul>
        <DefinitionList items={items} />
        {privacy.noticeHref && <p><a href={link(privacy.noticeHref)}>{t('site.privacy.notice', { version: privacy.noticeVersion })}</a></p>}
      </div>
    </section>
  );
}

function Breakdown({ view }: { view: PetitionView }): JSX.Element | null {
  const { t } = usePage();
  const cells = (view.tally?.byCountry ?? []).filter(({ count }) => count > 0);
  if (cells.length === 0) return null;
  return (
    <section class="section" aria-labelledby="breakdown">
      <h2 id="breakdown">{t('site.petition.breakdown.country')}</h2>
      <div class="prose">
        <DefinitionList items={cells.map(({ place, count }) => ({ term: t.place(place.id, place.name), detail: t.number(count) }))} />
        <p class="small soft">{t('site.petition.breakdown.note', { other: t('ui.region.other') })}</p>
      </div>
    </section>
  );
}

/** Where in the printed sources all this stands. */
export function Sources({ view }: { view: Pick<PetitionView, 'sources'> }): JSX.Element | null {
  const { t } = usePage();
  if (view.sources.length === 0) return null;
  return (
    <section class="section sources" aria-labelledby="sources">
      <h2 id="sources">{t('site.petition.sources')}</h2>
      <ul class="bullets">
        {view.sources.map((source) => (
          <li key={`${source.document.text} ${source.place}`}>
            {source.href ? <a href={source.href}><Text value={source.document} /></a> : <cite><Text value={source.document} /></cite>}
            {' · '}<span lang={source.document.lang === t.locale ? undefined : source.document.lang} dir="auto">{source.place}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}


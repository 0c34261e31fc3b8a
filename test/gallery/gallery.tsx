import { type JSX } from 'preact';
import { LOCALES, translator, type Locale } from '../../apps/server/src/i18n/index.js';
import {
  CampaignPage, CheckMailPage, ConfirmPage, FirstRunPage, HomePage, PetitionPage, ProblemPage, ThanksPage, WithdrawPage, WithdrawalRequestPage, WithdrawalRequestedPage, WithdrawnPage,
} from '../../apps/server/src/site/index.js';
import { CountryPage } from '../../apps/server/src/site/face/country.js';
import { MapPage } from '../../apps/server/src/site/face/map.js';
import { PromisesPage } from '../../apps/server/src/site/face/promises.js';
import { TimelinePage } from '../../apps/server/src/site/face/timeline.js';
import { BadgePage, FormPage, SnippetPage } from '../../apps/server/src/embed/embed-pages.js';
import { DataPage, DataTablePage } from '../../apps/server/src/open-data/data-page.js';
import { CardPage, NoCardPage } from '../../apps/server/src/site/progress/card.js';
import { ComparePage } from '../../apps/server/src/site/progress/compare.js';
import { OverviewPage } from '../../apps/server/src/site/progress/overview.js';
import { ReportPage, ReportsPage } from '../../apps/server/src/site/reports/reports.js';
import { SampleQuestionPage } from '../../apps/server/src/site/sample-question.js';
import {
  Button, Chart, CommitmentTag, DefinitionList, Document, EmptyState, Field, HandoverTag, Notice, Pagination, Select, Table, TextArea, loadAssets, renderDocument, type PageContext,
} from '../../apps/server/src/ui/index.js';
import * as face from './face-samples.js';
import * as publicFace from './public-face-samples.js';
import * as progress from './progress-samples.js';
import * as reports from './reports-samples.js';
import { EmbargoPage } from '../../apps/server/src/embargo/embargo-page.js';
import { openedLink } from './embargo-samples.js';
import * as facts from './facts-samples.js';
import { RankingsPage, RatificationsPage, StatisticsPage } from '../../apps/server/src/site/facts/index.js';
import * as sample from './samples.js';

export const ASSETS = loadAssets();

const page = (locale: Locale, name: string): PageContext => ({
  t: translator(locale), asset: ASSETS.url, link: (path) => (path.startsWith('/') ? `${path}${path.includes('?') ? '&' : '?'}lang=${locale}` : path),
  languages: LOCALES.map((other) => ({ locale: other, href: `/${other}/${name}` })),
});

type Shot = (locale: Locale, page: PageContext) => JSX.Element;

const TYPED = { givenName: 'Amina', familyName: '', email: 'amina@gmial', country: 'FR', postcode: '75011', town: 'Paris', ageConfirmed: true, consentUpdates: ['lantern'] };

/** Every view of the citizens' pages, and the components that only the console uses, in each of its states. */
const VIEWS: Record<string, Shot> = {
  home: (l, p) => <HomePage page={p} view={{ campaign: sample.liveCampaign(l), record: { href: '/campaigns/stop-sex-trafficking', title: sample.en('Stop Sex Trafficking of Children and Young People'), asOf: '2011-09', figures: { countries: 47, signatures: { value: 5979779, qualifier: 'lower-bound' }, handovers: 35, promises: 39 } } }} />,
  'home-empty': (_l, p) => <HomePage page={p} view={{ campaign: null, record: null }} />,
  'campaign-record': (_l, p) => <CampaignPage page={p} view={sample.recordCampaign()} />,
  'campaign-live': (l, p) => <CampaignPage page={p} view={sample.liveCampaign(l)} />,
  data: (l, p) => <DataPage page={p} view={publicFace.dataView(l)} />,
  'data-table': (l, p) => <DataTablePage page={p} view={publicFace.dataView(l)} name="commitments" />,
  embed: (l, p) => <SnippetPage page={p} view={{ petition: sample.openPetition(l), origin: 'https://countersign.example', open: true, samples: false }} />,
  'embed-badge': (l, p) => <BadgePage page={p} view={sample.openPetition(l)} />,
  'embed-badge-record': (_l, p) => <BadgePage page={p} view={sample.recordGb()} />,
  'embed-form': (l, p) => <FormPage page={p} view={sample.openPetition(l)} />,
  map: (_l, p) => <MapPage page={p} view={face.mapView('signatures')} />,
  'map-kept-europe': (_l, p) => <MapPage page={p} view={face.mapView('kept', 'europe')} />,
  'country-record': (_l, p) => <CountryPage page={p} view={face.recordCountry()} />,
  'country-live': (l, p) => <CountryPage page={p} view={face.liveCountry(l)} />,
  'country-world': (_l, p) => <CountryPage page={p} view={face.worldCountry()} />,
  timeline: (_l, p) => <TimelinePage page={p} view={face.timelineView()} question={{ kind: null, place: null, page: 1 }} />,
  promises: (l, p) => <PromisesPage page={p} view={face.boardView(l)} question={{ country: null, goal: null, instrument: null, status: null, overdue: false, sort: 'due', page: 1 }} />,
  reports: (l, p) => <ReportsPage page={p} view={reports.reportsView(l)} />,
  'report-country': (l, p) => <ReportPage page={p} view={reports.reportView(l, 'country', { id: 'NZ', name: new Intl.DisplayNames([l], { type: 'region' }).of('NZ') ?? 'NZ' })} />,
  'report-final': (l, p) => <ReportPage page={p} view={reports.reportView(l, 'final')} />,
  'progress-card': (l, p) => <CardPage page={p} view={progress.demonstrationCard(l)} />,
  'progress-card-record': (_l, p) => <CardPage page={p} view={progress.thaiCard()} />,
  'progress-card-none': (l, p) => <NoCardPage page={p} view={progress.noCard(l)} />,
  'progress-compare': (l, p) => <ComparePage page={p} view={progress.comparison(l)} legend={progress.legendOf()} />,
  'progress-overview': (l, p) => <OverviewPage page={p} view={progress.overview(l)} />,
  'progress-overview-within': (l, p) => <OverviewPage page={p} view={progress.overviewWithin(l)} />,
  'progress-overview-record': (_l, p) => <OverviewPage page={p} view={progress.recordOverview()} />,
  'petition-open': (l, p) => <PetitionPage page={p} view={sample.openPetition(l)} />,
  'petition-foreign': (l, p) => <PetitionPage page={p} view={sample.openPetition(l, { title: { text: 'Bescherm kinderen tegen mensenhandel', lang: 'nl' }, addressee: { text: 'de regering', lang: 'nl' }, preamble: null, calls: [{ id: 'n', number: 1, text: { text: 'Benoem een nationaal rapporteur die elk jaar verslag doet.', lang: 'nl' }, goal: null, target: null, instruments: [], originHref: null, answer: null }] })} />,
  'petition-faults': (l, p) => <PetitionPage page={p} view={sample.openPetition(l, { form: sample.form(l, { values: TYPED, faults: [{ field: 'givenName', code: 'too_long' }, { field: 'email', code: 'malformed' }, { field: 'consent.petition', code: 'must_be_true' }, { field: 'textVersion', code: 'unknown' }] }) })} />,
  'petition-unavailable': (l, p) => <PetitionPage page={p} view={sample.openPetition(l, { form: sample.form(l, { values: TYPED, problem: { kind: 'unavailable' } }) })} />,
  'petition-too-many': (l, p) => <PetitionPage page={p} view={sample.openPetition(l, { form: sample.form(l, { values: TYPED, eligibility: 'residents', problem: { kind: 'too-many', retryAfterSeconds: 700 } }) })} />,
  'petition-high-privacy': (l, p) => <PetitionPage page={p} view={sample.openPetition(l, { tally: sample.tally({ publication: 'daily', streamHref: null, attested: null, total: { value: 890, qualifier: 'exact' }, counted: 890, byCountry: [], next: { threshold: 1000, remaining: 110, forecast: null } }), form: sample.form(l, { confirmation: 'none', partners: [] }) })} />,
  'petition-record-gb': (_l, p) => <PetitionPage page={p} view={sample.recordGb()} />,
  'petition-record-fr': (_l, p) => <PetitionPage page={p} view={sample.recordFr()} />,
  'petition-draft': (l, p) => <PetitionPage page={p} view={sample.openPetition(l, { state: 'draft', form: null, tally: null, handovers: [] })} />,
  'petition-scheduled': (l, p) => <PetitionPage page={p} view={sample.openPetition(l, { state: 'scheduled', opensOn: '2026-12-01', form: null, tally: null, handovers: [] })} />,
  'petition-research': (_l, p) => <PetitionPage page={p} view={{ ...sample.recordGb(), place: { id: 'FI' }, state: 'research-only', tally: null, handovers: [] }} />,
  'petition-no-figure': (_l, p) => <PetitionPage page={p} view={{ ...sample.recordGb(), place: { id: 'AE' }, sharedWith: { id: 'region-middle-east' }, tally: { ...sample.recordGb().tally!, attested: null, total: null }, handovers: [{ ...sample.recordGb().handovers[0]!, id: 'l', state: 'listed', date: null, recipients: [], presenters: [], figure: null, outcome: null, claims: [], place: null }] }} />,
  'petition-regional': (l, p) => <PetitionPage page={p} view={sample.openPetition(l, { place: { id: 'region-middle-east' }, form: null, membersShare: true, statedClaims: sample.recordCampaign().statedClaims.slice(0, 1), members: sample.liveCampaign(l).countries.filter(({ sharedWith }) => sharedWith), handovers: [sample.toldBundle(l)] })} />,
  'check-mail': (l, p) => <CheckMailPage page={p} view={sample.checkMail(l)} />,
  'check-mail-again': (l, p) => <CheckMailPage page={p} view={sample.checkMail(l, { email: 'amina.dubois@gmial.com', suggestion: 'amina.dubois@gmail.com', sentAgain: true, catcherHref: null })} />,
  confirm: (l, p) => <ConfirmPage page={p} view={{ petition: sample.petitionRef(l), action: '/c/token' }} />,
  thanks: (l, p) => <ThanksPage page={p} view={{ petition: sample.petitionRef(l), confirmed: true, tally: sample.tally(), shareUrl: 'https://countersign.example/petitions/keep-your-word-gb', help: sample.help, whatYouCanDo: sample.whatYouCanDo(l) }} />,
  'sample-question': (l, p) => <SampleQuestionPage page={p} view={{ petition: sample.petitionRef(l), action: '/q/token', withdraw: '/withdraw', answer: null, open: true }} />,
  'sample-answered': (l, p) => <SampleQuestionPage page={p} view={{ petition: sample.petitionRef(l), action: '/q/token', withdraw: '/withdraw', answer: false, open: true }} />,
  withdraw: (l, p) => <WithdrawPage page={p} view={{ petition: sample.petitionRef(l), action: '/w/token' }} />,
  withdrawn: (l, p) => <WithdrawnPage page={p} view={{ petition: sample.petitionRef(l) }} />,
  'withdrawal-request': (l, p) => <WithdrawalRequestPage page={p} view={{ action: '/withdraw', petition: null, petitions: [{ slug: 'keep-your-word-gb', title: sample.petitionRef(l).title, place: { id: 'GB' } }], values: { email: 'amina' }, faults: [{ field: 'email', code: 'malformed' }] }} />,
  'withdrawal-requested': (_l, p) => <WithdrawalRequestedPage page={p} />,
  'expired-link': (l, p) => <ProblemPage page={p} view={{ kind: 'expired-link', petition: sample.petitionRef(l) }} />,
  'unknown-link': (_l, p) => <ProblemPage page={p} view={{ kind: 'unknown-link' }} />,
  'not-found': (_l, p) => <ProblemPage page={p} view={{ kind: 'not-found' }} />,
  gone: (_l, p) => <ProblemPage page={p} view={{ kind: 'gone' }} />,
  'too-many': (_l, p) => <ProblemPage page={p} view={{ kind: 'too-many', retryAfterSeconds: 120 }} />,
  unavailable: (_l, p) => <ProblemPage page={p} view={{ kind: 'unavailable' }} />,
  error: (_l, p) => <ProblemPage page={p} view={{ kind: 'error', reference: '0199-7f3a' }} />,
  embargo: (_l, p) => <EmbargoPage page={p} opened={openedLink()} reports={[]} openHref="/embargo/token/open" />,
  'embargo-over': (_l, p) => <EmbargoPage page={p} opened={openedLink({ state: 'public', kind: 'report' })} reports={[{ id: 'e1', kind: 'final', jurisdiction: null }, { id: 'e2', kind: 'country', jurisdiction: 'GB' }]} openHref="/embargo/token/open" />,
  'first-run': (_l, p) => <FirstRunPage page={p} view={{ action: '/console/petitions/new' }} />,
  ratifications: (l, p) => <RatificationsPage page={p} view={facts.ratifications(l)} />,
  'rankings-lost': (_l, p) => <RankingsPage page={p} view={facts.lostRanking()} />,
  rankings: (l, p) => <RankingsPage page={p} view={facts.rankings(l)} />,
  'rankings-corrected': (l, p) => <RankingsPage page={p} view={facts.correctedRankings(l)} />,
  'rankings-none': (l, p) => <RankingsPage page={p} view={facts.noRankings(l)} />,
  statistics: (l, p) => <StatisticsPage page={p} view={facts.statistics(l)} />,
  components: (_l, p) => <Components page={p} />,
};

/** What the console shares with the site and no citizen's page shows. Its own words stand in no catalogue and are neutral. */
function Components({ page: p }: { page: PageContext }): JSX.Element {
  const { t } = p;
  const points = Array.from({ length: 21 }, (_, day) => ({ label: `2026-11-${String(day + 1).padStart(2, '0')}`, value: Math.round(20 * (day + 1) + 180 * Math.sin(day / 3)) + 200 }));
  return (
    <Document page={p} title={t('ui.footer.data')} layout="console" nav={[{ label: t('site.campaign.calls'), href: '/a', current: true }, { label: t('site.handovers.title'), href: '/b' }]}>
      <div class="wrap"><div class="page-head"><h1>{t('ui.footer.data')}</h1></div>
        <div class="split even">
          <div class="stack">
            <Chart title={t('site.total.title')} kind="line" points={points} labelHeading={t('site.handovers.place')} valueHeading={t('site.total.sum')} mark={{ value: 900, label: t('site.petition.next') }} />
            <Chart title={t('site.petition.breakdown.country')} kind="bar" points={['GB', 'FR', 'JO'].map((id, i) => ({ label: t.place(id), value: 120 * (i + 1) }))} labelHeading={t('site.countries.country')} valueHeading={t('site.countries.figure')} />
          </div>
          <div class="stack">
            <Notice look="good" title={t('ui.commitment.fulfilled')}><p>{t('site.withdrawn.text')}</p></Notice>
            <Notice look="warn"><p>{t('site.petition.draft.text')}</p></Notice>
            <EmptyState title={t('site.commitments.none')} />
            <div class="actions"><HandoverTag state="held" /><HandoverTag state="refused" /><HandoverTag state="absent" /><CommitmentTag state="in-progress" /><CommitmentTag state="broken" /><CommitmentTag state="withdrawn" /></div>
            <DefinitionList items={[{ term: t('site.handovers.place'), detail: 'Genève' }, { term: t('site.total.sum'), detail: t.number(15000) }]} />
            <form class="form" method="post" action="/x">
              <Field name="date" type="date" label={t('site.handovers.planned', { when: '' })} optional />
              <Select name="kind" label={t('site.handovers.recipients')} options={[{ value: 'executive', label: t('ui.kind.executive') }]} />
              <TextArea name="text" label={t('site.handovers.outcome')} hint={t('site.form.place.hint')} />
              <div class="actions"><Button>{t('site.form.submit')}</Button><Button look="quiet" type="button">{t('site.withdraw.keep')}</Button><Button look="danger" type="button">{t('site.withdraw.button')}</Button></div>
            </form>
          </div>
        </div>
        <Table caption={t('site.countries.title.record')} columns={[{ label: t('site.countries.country') }, { label: t('site.countries.figure'), figure: true }]} rows={['GB', 'FR'].map((id) => ({ key: id, cells: [t.place(id), t.number(735889)] }))} foot={[t('site.total.sum'), t.number(1471778)]} />
        <Pagination page={2} pages={7} href={(n) => `?page=${n}`} />
      </div>
    </Document>
  );
}

export interface GalleryPage {
  name: string;
  locale: Locale;
  path: string;
  html: string;
}

export const VIEW_NAMES = Object.keys(VIEWS);

const drawn = new Map<string, GalleryPage>();

/** A view in a language; drawn once, as many checks look at it. */
export function galleryPage(name: string, locale: Locale): GalleryPage {
  const shot = VIEWS[name];
  if (!shot) throw new Error(`the gallery has no view '${name}'`);
  const path = `/${locale}/${name}`;
  let found = drawn.get(path);
  if (!found) drawn.set(path, (found = { name, locale, path, html: renderDocument(shot(locale, page(locale, name))) }));
  return found;
}

export function galleryPages(): GalleryPage[] {
  return VIEW_NAMES.flatMap((name) => LOCALES.map((locale) => galleryPage(name, locale)));
}

import { type JSX } from 'preact';
import { type FindingDirection } from '#libs/progress';
import { formatEdtf } from '../../i18n/index.js';
import { ButtonLink, DefinitionList, NameList, Notice, PetitionTag, Tag, Text, Timeline, UntranslatedNote, usePage, type PageContext, type TagShape, type TagTone } from '../../ui/index.js';
import { countryJsonLd } from '../../feeds/public-head.js';
import { StatedTable } from '../campaign.js';
import { Commitments, Handovers } from '../handovers.js';
import { Calls, Sources } from '../petition.js';
import { PetitionLedger, PetitionTotal } from '../total.js';
import { type PetitionView, type PlaceView } from '../view-models.js';
import { FaceDocument } from './frame.js';
import { type CardSummaryView, type CountryView, type FindingView, type RatificationView } from './view-models.js';

/** One country, region or the world from what was asked of it to what it did: the steps stand in the order in which they happen. */
export function CountryPage({ page, view }: { page: PageContext; view: CountryView }): JSX.Element {
  const { t } = page;
  const name = t.place(view.place.id, view.place.name);
  return (
    <FaceDocument page={page} campaign={view.campaign} title={name} description={t('face.country.description', { country: name })} jsonLd={dataOf(view, name, t.locale)}>
      <Ways view={view} />
      {view.petition ? <Asked petition={view.petition} /> : <Notice title={t('site.petition.research.title')}><p>{t('face.country.no-petition')}</p></Notice>}
      {view.petition && <Signed petition={view.petition} />}
      {(view.handovers.length > 0 || view.petition?.campaign.kind === 'record') && view.petition?.state !== 'research-only' && (
        <Handovers view={{ handovers: view.handovers, campaign: view.campaign, place: view.place }} />
      )}
      {(view.commitments.length > 0 || view.handovers.some(({ state }) => state === 'held')) && <Commitments view={view} />}
      {view.card && <Card card={view.card} country={name} fictional={view.campaign.demonstration} />}
      {view.findings.length > 0 && <Findings findings={view.findings} />}
      {view.ratifications.length > 0 && <Ratifications rows={view.ratifications} campaign={view.campaign.slug} />}
      {view.reportHref && <Report href={view.reportHref} country={name} />}
      {view.petition && <Sources view={view.petition} />}
    </FaceDocument>
  );
}

/** The page in the words of schema.org. */
function dataOf({ campaign, place }: CountryView, name: string, language: string): object {
  const url = campaign.canonicalUrl;
  return countryJsonLd({ url, title: name, language, country: { id: place.id, name }, campaign: { title: campaign.title.text, url: url.replace(/\/countries\/[^/]*$/, '') } });
}

/** Where else this place is told of: its petition, its region, its members. */
function Ways({ view }: { view: CountryView }): JSX.Element {
  const { t, link } = usePage();
  const places = (ones: CountryView['members']): JSX.Element => <ul class="links">{ones.map(({ place, href }) => <li key={place.id}><a class="line-link" href={link(href)}>{t.place(place.id, place.name)}</a></li>)}</ul>;
  const { petition } = view;
  return (
    <div class="ways stack">
      {petition && petition.state !== 'research-only' && (
        <p class="actions"><ButtonLink look={petition.state === 'open' && petition.form ? undefined : 'quiet'} href={link(petition.href)}>{t(petition.form ? 'face.country.sign' : 'face.country.petition')}</ButtonLink><PetitionTag state={petition.state} /></p>
      )}
      {view.regions.length > 0 && <nav class="ways-line" aria-label={t('face.country.regions')}><p class="filter-name" aria-hidden="true">{t('face.country.regions')}</p>{places(view.regions)}</nav>}
      {view.members.length > 0 && (
        <details class="disclosure"><summary>{t('face.country.members', { n: view.members.length })}</summary><nav aria-label={t('face.country.members', { n: view.members.length })}>{places(view.members)}</nav></details>
      )}
    </div>
  );
}

function Asked({ petition }: { petition: PetitionView }): JSX.Element | null {
  return petition.calls.length > 0 ? <div class="section calls-section"><Calls view={petition} /></div> : null;
}

/** What was counted here, or what the country's figure was stated to be; never both in one number. */
function Signed({ petition }: { petition: PetitionView }): JSX.Element {
  const { t } = usePage();
  const { tally, state, statedClaims } = petition;
  return (
    <section class="section" aria-labelledby="signed">
      <h2 id="signed">{t('face.country.signed')}</h2>
      {statedClaims.length > 0 && <><p class="soft">{t('site.stated.note.one')}</p><StatedTable caption={t('site.stated.title.one')} claims={statedClaims} /></>}
      {tally && (tally.total || statedClaims.length === 0) && <div class="counted"><PetitionTotal tally={tally} /><PetitionLedger tally={tally} /></div>}
      {!tally && statedClaims.length === 0 && <p class="soft">{t(state === 'research-only' ? 'site.petition.research.text' : 'ui.figure.none')}</p>}
    </section>
  );
}

function Card({ card, country, fictional }: { card: CardSummaryView; country: string; fictional: boolean }): JSX.Element {
  const { t, link } = usePage();
  const rows = ([['green', card.green], ['yellow', card.yellow], ['red', card.red], ['not-assessed', card.notAssessed], ['not-known', card.notKnown]] as const).filter(([, n]) => n > 0);
  return (
    <section class="section" aria-labelledby="card">
      <h2 id="card">{t('face.country.card')}</h2>
      {card.round && <p class="soft"><Text value={card.round} />{card.period && <> · {formatEdtf(t.locale, card.period)}</>}</p>}
      {fictional && <Fictional />}
      <DefinitionList items={[
        ...rows.map(([standing, n]) => ({ term: t(`progress.rating.${standing}`), detail: t('face.country.indicators', { n }) })),
        ...(card.stars > 0 ? [{ term: t('progress.star'), detail: t('face.country.indicators', { n: card.stars }) }] : []),
      ]} />
      <p><a class="line-link" href={link(card.href)}>{t('face.country.card.link', { country })}</a></p>
    </section>
  );
}

/** Said wherever the demonstration shows ratings. */
export function Fictional(): JSX.Element {
  const { t } = usePage();
  return <p class="soft small"><strong>{t('progress.fictional')}</strong> {t('progress.fictional.text')}</p>;
}

const LOOKS: Record<FindingDirection, [TagShape, TagTone]> = { 'good-practice': ['check', 'good'], gap: ['triangle', 'warn'], setback: ['cross', 'bad'], neutral: ['dash', 'plain'] };

/** What reports found, in their own words and with their source. */
function Findings({ findings }: { findings: readonly FindingView[] }): JSX.Element {
  const { t } = usePage();
  return (
    <section class="section" aria-labelledby="findings">
      <h2 id="findings">{t('face.country.findings')}</h2>
      <UntranslatedNote texts={findings.map(({ statement }) => statement)} />
      <Timeline items={findings.map((finding) => ({ key: finding.key, when: formatEdtf(t.locale, finding.date), title: <Finding finding={finding} /> }))} />
    </section>
  );
}

function Finding({ finding: { direction, about, statement, others, source } }: { finding: FindingView }): JSX.Element {
  const { t } = usePage();
  const [shape, tone] = LOOKS[direction];
  return (
    <>
      <p class="event-kind"><Tag shape={shape} tone={tone}>{t(`face.finding.${direction}`)}</Tag>{about && <> · <Text value={about} /></>}</p>
      <p class="event-title"><Text value={statement} /></p>
      {others.length > 0 && <p class="soft small">{t('face.country.findings.others')} <Places places={others} /></p>}
      {source && <p class="soft small">{source.href ? <a href={source.href} rel="nofollow noopener"><Text value={source.text} /></a> : <cite><Text value={source.text} /></cite>}</p>}
    </>
  );
}

function Ratifications({ rows, campaign }: { rows: readonly RatificationView[]; campaign: string }): JSX.Element {
  const { t, link } = usePage();
  return (
    <section class="section" aria-labelledby="ratifications">
      <h2 id="ratifications">{t('site.sections.ratifications')}</h2>
      <DefinitionList items={rows.map(({ instrument, state, reserved, date, note }) => ({
        term: <Text value={instrument} />,
        detail: <>{t(`face.ratification.${state}`)}{reserved && <>, {t('face.ratification.reserved')}</>}{date && <span class="soft"> · {formatEdtf(t.locale, date)}</span>}{note && <span class="row-note"><Text value={note} /></span>}</>,
      }))} />
      <p><a class="line-link" href={link(`/campaigns/${campaign}/ratifications`)}>{t('face.country.ratifications.all')}</a></p>
    </section>
  );
}

function Report({ href, country }: { href: string; country: string }): JSX.Element {
  const { t, link } = usePage();
  return (
    <section class="section" aria-labelledby="report">
      <h2 id="report">{t('face.country.report')}</h2>
      <p><a class="line-link" href={link(href)}>{t('face.country.report.link', { country })}</a></p>
    </section>
  );
}

/** Names of places, for one line. */
export function Places({ places }: { places: readonly PlaceView[] }): JSX.Element {
  const { t } = usePage();
  return <NameList names={places.map((place) => t.place(place.id, place.name))} />;
}

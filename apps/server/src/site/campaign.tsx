import { type JSX } from 'preact';
import { formatEdtf, formatFigure } from '../i18n/index.js';
import { ButtonLink, Document, EmptyState, NameList, Notice, PetitionTag, Qualified, Table, Text, UntranslatedNote, usePage, type PageContext } from '../ui/index.js';
import { campaignJsonLd, newsFeed, PublicHead } from '../feeds/public-head.js';
import { CampaignCharts } from './face/charts.js';
import { CampaignSections } from './sections.js';
import { CampaignTotal } from './total.js';
import { type CampaignView, type CountryRowView, type HomeView, type StatedClaimView } from './view-models.js';

/** The first page: what is running now, and where the record of the earlier campaign lies. */
export function HomePage({ page, view }: { page: PageContext; view: HomeView }): JSX.Element {
  const { t } = page;
  const { campaign, record } = view;
  return (
    <Document page={page} title={t('site.home.title')} description={t('site.home.lede')} demonstration={campaign?.demonstration} noindex={campaign?.noindex} styles={['face.css']}>
      <div class="wrap">
        <div class="split">
          <div class="page-head main-start">
            <h1>{t('site.home.title')}</h1>
            <p class="lede">{t('site.home.lede')}</p>
            {campaign && <CampaignIntro campaign={campaign} linked />}
          </div>
          {campaign && <div class="side page-head"><CampaignTotal total={campaign.total} record={campaign.kind === 'record'} /></div>}
        </div>
        {campaign ? <CampaignBody campaign={campaign} /> : <EmptyState title={t('site.home.empty.title')} />}
        {record && <Record record={record} />}
      </div>
    </Document>
  );
}

/** What an earlier campaign came to, in four figures, and the way to all of it. */
function Record({ record }: { record: NonNullable<HomeView['record']> }): JSX.Element {
  const { t, link } = usePage();
  const { figures } = record;
  return (
    <section class="section stack" aria-labelledby="record">
      <h2 id="record">{t('site.home.record.title')}</h2>
      <div class="prose">
        <p>{t('site.home.record.text', { when: formatEdtf(t.locale, record.asOf, 'phrase') })}</p>
        <h3><a href={link(record.href)}><Text value={record.title} /></a></h3>
      </div>
      <dl class="figures">
        <div><dt>{t('site.home.record.countries')}</dt><dd>{t.number(figures.countries)}</dd></div>
        <div><dt>{t('site.countries.figure')}</dt><dd><Qualified figure={figures.signatures} /></dd></div>
        <div><dt>{t('site.campaign.handovers')}</dt><dd>{t.number(figures.handovers)}</dd></div>
        <div><dt>{t('site.campaign.commitments')}</dt><dd>{t.number(figures.promises)}</dd></div>
      </dl>
      <p><ButtonLink look="quiet" href={link(record.href)}>{t('site.home.record.link')}</ButtonLink></p>
    </section>
  );
}

/** One campaign, live or of the record. */
export function CampaignPage({ page, view }: { page: PageContext; view: CampaignView }): JSX.Element {
  const { t } = page;
  return (
    <Document page={page} title={view.title.text} description={view.intro[0]?.text} demonstration={view.demonstration} noindex={view.noindex} canonical={view.canonicalUrl} styles={['face.css']}
      head={<PublicHead jsonLd={campaignJsonLd(view)} feeds={[newsFeed(page, { slug: view.slug, title: view.title.text })]} />}>
      <div class="wrap">
        <div class="split">
          <div class="page-head main-start">
            {view.kind === 'record' && view.recordAsOf && <p class="kicker">{t('site.campaign.record', { when: formatEdtf(t.locale, view.recordAsOf) })}</p>}
            <Text as="h1" value={view.title} />
            <CampaignIntro campaign={view} />
            {view.kind === 'record' && <Notice><p>{t('site.campaign.record.note')}</p></Notice>}
          </div>
          <div class="side page-head"><CampaignTotal total={view.total} record={view.kind === 'record'} /></div>
        </div>
        <CampaignBody campaign={view} />
      </div>
    </Document>
  );
}

function CampaignIntro({ campaign, linked }: { campaign: CampaignView; linked?: boolean }): JSX.Element {
  const { t, link } = usePage();
  return (
    <div class="prose">
      {linked && <h2><a href={link(`/campaigns/${campaign.slug}`)}><Text value={campaign.title} /></a></h2>}
      {campaign.intro.map((paragraph) => <Text key={paragraph.text} as="p" value={paragraph} />)}
      <UntranslatedNote texts={campaign.intro} />
      {campaign.partners.length > 0 && <p class="soft small">{t('site.campaign.by', { partners: '' }).trim()} <NameList names={campaign.partners} /></p>}
    </div>
  );
}

function CampaignBody({ campaign }: { campaign: CampaignView }): JSX.Element {
  return (
    <>
      <CampaignSections campaign={campaign.slug} shown={campaign.sections} />
      {campaign.outcome && <Outcome outcome={campaign.outcome} />}
      <CampaignCharts campaign={campaign} />
      <Countries campaign={campaign} />
      {campaign.statedClaims.length > 0 && <StatedClaims claims={campaign.statedClaims} />}
    </>
  );
}

function Outcome({ outcome }: { outcome: NonNullable<CampaignView['outcome']> }): JSX.Element {
  const { t } = usePage();
  const { promised, inProgress, fulfilled } = outcome.commitments;
  const all = Object.values(outcome.commitments).reduce((sum, n) => sum + n, 0);
  return (
    <section class="section" aria-labelledby="outcome">
      <h2 id="outcome">{t('site.campaign.kept')}</h2>
      <dl class="figures">
        <div><dt>{t('site.campaign.handovers')}</dt><dd>{t.number(outcome.nationalHandovers)}</dd></div>
        <div><dt>{t('site.campaign.handed')}</dt><dd><Qualified figure={outcome.signaturesHandedOver} /></dd></div>
        <div><dt>{t('site.campaign.calls')}</dt><dd>{t.number(outcome.calls)}</dd></div>
        <div>
          <dt>{t('site.campaign.commitments')}</dt><dd>{t.number(all)}</dd>
          <dd class="figure-note">{t('site.campaign.commitments.detail', { promised, inProgress, fulfilled })}</dd>
        </div>
      </dl>
    </section>
  );
}

function Countries({ campaign }: { campaign: CampaignView }): JSX.Element {
  const { t } = usePage();
  const title = t(campaign.kind === 'record' ? 'site.countries.title.record' : 'site.countries.title');
  return (
    <section class="section" aria-labelledby="countries">
      <h2 id="countries">{title}</h2>
      <CountryTable caption={title} rows={campaign.countries} />
    </section>
  );
}

/** Countries with the state of their petition and its figure, sorted by name in the page's language. */
export function CountryTable({ caption, rows }: { caption: string; rows: readonly CountryRowView[] }): JSX.Element {
  const { t } = usePage();
  const named = rows
    .map((row) => ({ row, name: t.place(row.place.id, row.place.name) }))
    .sort((a, b) => a.name.localeCompare(b.name, t.locale));
  return (
    <Table caption={caption} captionHidden
      columns={[{ label: t('site.countries.country') }, { label: t('site.countries.state') }, { label: t('site.countries.figure'), figure: true }]}
      rows={named.map(({ row, name }) => ({ key: row.place.id, cells: [<CountryName key="n" row={row} name={name} />, <CountryState key="s" row={row} />, <CountryFigure key="f" row={row} />] }))} />
  );
}

function CountryName({ row, name }: { row: CountryRowView; name: string }): JSX.Element {
  const { t, link } = usePage();
  return (
    <>
      {row.href ? <a class="row-link" href={link(row.href)}>{name}</a> : <span class="row-link">{name}</span>}
      {row.sharedWith && <span class="row-note">{t('site.countries.shared', { region: t.place(row.sharedWith.id, row.sharedWith.name) })}</span>}
    </>
  );
}

function CountryState({ row }: { row: CountryRowView }): JSX.Element {
  const { t } = usePage();
  return (
    <>
      <PetitionTag state={row.state} />
      {row.handedOver && <span class="row-note">{t('site.countries.handed', { when: formatEdtf(t.locale, row.handedOver, 'phrase') })}</span>}
    </>
  );
}

function CountryFigure({ row }: { row: CountryRowView }): JSX.Element {
  const { t } = usePage();
  if (row.figure?.value == null && row.state !== 'open' && row.state !== 'closed') return <span class="soft">–</span>;
  return row.figure?.value == null ? <span class="row-note">{formatFigure(t, null)}</span> : <>{formatFigure(t, row.figure)}</>;
}

function StatedClaims({ claims }: { claims: readonly StatedClaimView[] }): JSX.Element {
  const { t } = usePage();
  return (
    <section class="section" aria-labelledby="stated">
      <h2 id="stated">{t('site.stated.title')}</h2>
      <p class="soft">{t('site.stated.note')}</p>
      <StatedTable caption={t('site.stated.title')} claims={claims} />
    </section>
  );
}

/** The three kinds of figure side by side: as stated, the sum of what the members stated, verified one by one. */
export function StatedTable({ caption, claims }: { caption: string; claims: readonly StatedClaimView[] }): JSX.Element {
  const { t } = usePage();
  return (
      <Table caption={caption} captionHidden
        columns={[{ label: t('site.stated.what') }, { label: t('site.stated.stated'), figure: true }, { label: t('site.stated.members'), figure: true }, { label: t('site.stated.verified'), figure: true }]}
        rows={claims.map((claim) => ({
          key: `${claim.place.id}-${claim.date ?? ''}-${claim.stated?.value ?? ''}`,
          cells: [
            <>{t.place(claim.place.id, claim.place.name)}{claim.date && <span class="row-note">{formatEdtf(t.locale, claim.date)}</span>}{claim.label && <Text class="row-note" value={claim.label} />}</>,
            formatFigure(t, claim.stated),
            claim.membersSum
              ? <>{t.number(claim.membersSum.value)}<span class="row-note">{t('site.stated.members-of', { from: claim.membersSum.from, all: claim.membersSum.of })}</span></>
              : <span class="row-note">{t('site.stated.not-itemised')}</span>,
            t.number(claim.verified),
          ],
        }))} />
  );
}

import { type JSX } from 'preact';
import { formatEdtf } from '../../i18n/index.js';
import { DefinitionList, EmptyState, inSentence, Notice, Pagination, Table, Text, usePage, type PageContext } from '../../ui/index.js';
import { FactsDocument, Source } from './frame.js';
import { type RankingsView, type RankingView } from './view-models.js';

/** Who stands where, by which method, and what is not known; or why there is no table. */
export function RankingsPage({ page, view }: { page: PageContext; view: RankingsView }): JSX.Element {
  const { t, link } = page;
  return (
    <FactsDocument page={page} campaign={view.campaign} title={t('site.sections.rankings')} here="rankings" lede={t('facts.rankings.lede')}>
      {view.rankings.length === 0 && <EmptyState title={t('facts.rankings.none')}><p>{t('facts.rankings.none.text')}</p></EmptyState>}
      {view.rankings.map((ranking) => <One key={ranking.key} ranking={ranking} />)}
      <Pagination page={view.page} pages={view.pages} href={(n) => link(`/campaigns/${view.campaign.slug}/rankings?page=${n}`)} />
    </FactsDocument>
  );
}

function One({ ranking }: { ranking: RankingView }): JSX.Element {
  const { t } = usePage();
  const { key, title, period, statesAssessed, publicAt, timeZone, note, source } = ranking;
  return (
    <section class="section" aria-labelledby={`ranking-${key}`}>
      <h2 id={`ranking-${key}`}><Text value={title} /></h2>
      {ranking.corrected && <Corrected {...ranking.corrected} />}
      {ranking.rows === null && (
        <Notice look="warn" title={t('facts.rankings.missing')}>
          <p>{t('facts.rankings.missing.text')}</p>
          {note && <Text as="p" value={note} />}
        </Notice>
      )}
      <DefinitionList items={[
        ...(ranking.corrects === null ? [] : [{ term: t('facts.corrected.holds'), detail: <Text value={ranking.corrects} /> }]),
        { term: t('facts.rankings.period'), detail: period.from === period.to ? String(period.from) : t('ui.date.range', { from: String(period.from), to: String(period.to) }) },
        ...(statesAssessed === null ? [] : [{ term: t('facts.rankings.assessed'), detail: t('facts.countries', { n: statesAssessed }) }]),
        ...(publicAt === null ? [] : [{ term: t('facts.rankings.public'), detail: <time dateTime={publicAt.toISOString()}>{t.instant(publicAt.toISOString(), timeZone ?? 'UTC')}</time> }]),
        ...(timeZone === null ? [] : [{ term: t('facts.rankings.zone'), detail: <bdi dir="ltr">{timeZone}</bdi> }]),
        ...(source === null ? [] : [{ term: t('facts.source'), detail: <Source source={source} /> }]),
      ]} />
      {ranking.rows !== null && <Ranks ranking={ranking} rows={ranking.rows} />}
      {ranking.rows !== null && note && <Text as="p" class="soft" value={note} />}
      {ranking.method && <Method method={ranking.method} id={key} />}
    </section>
  );
}

/** The former table stays to be read, and says that it no longer holds. */
function Corrected({ on, by, href }: NonNullable<RankingView['corrected']>): JSX.Element {
  const { t } = usePage();
  return (
    <Notice look="warn" title={t('facts.rankings.corrected')}>
      <p>{t('progress.corrected', { date: formatEdtf(t.locale, on, 'phrase') })} {href ? <a href={href}><Text value={by} /></a> : <Text value={by} />}</p>
    </Notice>
  );
}

/** The table; `under`: what heads those without a rank. */
export function Ranks({ ranking, rows, under: Heading = 'h3' }: { ranking: RankingView; rows: NonNullable<RankingView['rows']>; under?: 'h3' | 'h4' }): JSX.Element {
  const { t } = usePage();
  const [ranked, others] = [rows.filter(({ rank }) => rank !== null), rows.filter(({ rank }) => rank === null)];
  const missing = ({ notKnown, notAssessed }: (typeof rows)[number]): string => {
    const names = (keys: readonly string[]): string => t.list(keys.map((key) => { const title = ranking.indicators.get(key); return title ? inSentence(t, title) : key; }));
    return [notKnown.length > 0 ? t('facts.rankings.not-known', { indicators: names(notKnown) }) : '', notAssessed.length > 0 ? t('facts.rankings.not-assessed', { indicators: names(notAssessed) }) : ''].filter(Boolean).join(' ') || t('facts.rankings.complete');
  };
  const columns = [{ label: t('site.countries.country') }, { label: t('facts.rankings.rank'), figure: true }, { label: t('facts.rankings.points'), figure: true }, { label: t('facts.rankings.known'), figure: true }, { label: t('facts.rankings.missing-data') }];
  const score = ({ score: points }: (typeof rows)[number]): string => (points === null ? t('facts.rankings.no-score') : t('facts.rankings.score', { points: points.points, of: points.of }));
  const cells = (row: (typeof rows)[number], place: string): (string | JSX.Element)[] => [row.place.name, place, score(row), t('facts.percent', { n: row.known }), missing(row)];
  return (
    <>
      <Table stacked caption={t('facts.rankings.caption')} captionHidden columns={columns}
        rows={ranked.map((row) => ({ key: row.jurisdiction, cells: cells(row, t(row.tied ? 'facts.rankings.tied' : 'facts.rankings.place', { rank: row.rank ?? 0 })) }))} />
      {others.length > 0 && (
        <>
          <Heading>{t('facts.rankings.unranked')}</Heading>
          <p class="soft">{t('facts.rankings.unranked.text', { n: ranking.method?.rules.minimumKnown ?? 0 })}</p>
          <Table stacked caption={t('facts.rankings.unranked')} captionHidden columns={columns} rows={others.map((row) => ({ key: row.jurisdiction, cells: cells(row, t('facts.rankings.no-rank')) }))} />
        </>
      )}
    </>
  );
}

function Method({ method, id }: { method: NonNullable<RankingView['method']>; id: string }): JSX.Element {
  const { t } = usePage();
  const { rules } = method;
  return (
    <>
      <h3 id={`method-${id}`}>{t('facts.method.title', { title: inSentence(t, method.title), version: method.version })}</h3>
      {method.description && <Text as="p" value={method.description} />}
      <DefinitionList items={[
        { term: t('facts.method.points'), detail: t('facts.method.points.text', { green: rules.points.green, yellow: rules.points.yellow, red: rules.points.red }) },
        { term: t('facts.method.not-known'), detail: t(`facts.method.treat.${rules.notKnown}`) },
        { term: t('facts.method.not-assessed'), detail: t(`facts.method.treat.${rules.notAssessed}`) },
        { term: t('facts.method.minimum'), detail: t('facts.method.minimum.text', { n: rules.minimumKnown }) },
        { term: t('facts.method.ties'), detail: t('facts.method.ties.text') },
        { term: t('facts.method.input'), detail: <code dir="ltr" class="small">{method.sha256.slice(0, 16)}…</code> },
      ]} />
      <details class="disclosure">
        <summary>{t('facts.method.weights')}</summary>
        <Table caption={t('facts.method.weights')} captionHidden columns={[{ label: t('facts.indicator') }, { label: t('facts.method.weight'), figure: true }]}
          rows={method.weights.flatMap(({ goal, indicators }) => indicators.map(({ title, weight }) => ({ key: title.text, cells: [<><Text value={title} /><span class="row-note"><Text value={goal} /></span></>, t.number(weight)] })))} />
      </details>
    </>
  );
}

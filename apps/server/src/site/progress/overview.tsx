import { type JSX } from 'preact';
import { formatEdtf } from '../../i18n/index.js';
import { EmptyState, inSentence, NameList, Notice, Pagination, Table, Text, UntranslatedNote, usePage, type PageContext } from '../../ui/index.js';
import { CardChooser, roundName } from './chooser.js';
import { ProgressDocument } from './frame.js';
import { Legend, MoveArrow, moveWord, RatingStrip, RatingSymbols, RatingTag } from './rating.js';
import { ShareFills, ShareTable } from './shares.js';
import { type CardLineView, type Move, MOVES, type MoveRow, type OverviewView } from './view-models.js';

/** What governments did, over all countries with a card: by indicator, goal and group, and since the period before. */
export function OverviewPage({ page, view }: { page: PageContext; view: OverviewView }): JSX.Element {
  const { t } = page;
  return (
    <ProgressDocument page={page} campaign={view.campaign} title={t('progress.title')} description={t('progress.description')} fictional={view.fictional} lede={view.round ? <Lede view={view} /> : t('progress.description')}>
      {view.round ? <Shown view={view} round={view.round} /> : <NoCards view={view} />}
    </ProgressDocument>
  );
}

function NoCards({ view }: { view: OverviewView }): JSX.Element {
  const { t } = usePage();
  const when = view.on === null ? null : formatEdtf(t.locale, view.on, 'phrase');
  return (
    <>
      <EmptyState title={when === null ? t('progress.none') : t('progress.none.all-on', { date: when })}><p>{t(view.campaign.kind === 'record' ? 'progress.none.record' : 'progress.none.live')}</p></EmptyState>
      {view.rounds.length > 0 && <CardChooser action={view.href} rounds={view.rounds} round={null} on={view.on} />}
    </>
  );
}

function Lede({ view }: { view: OverviewView }): JSX.Element {
  const { t } = usePage();
  const { within, countries: n } = view;
  return (
    <>
      {within ? <><Text value={within.label} />: {t('progress.base', { n })}</> : t('progress.base', { n })}
      {view.round && <> · {roundName(t, view.round)}</>}
      {view.on !== null && <> · {t('progress.card.as-on', { date: formatEdtf(t.locale, view.on) })}</>}
    </>
  );
}

function Shown({ view, round }: { view: OverviewView; round: NonNullable<OverviewView['round']> }): JSX.Element {
  const { t } = usePage();
  const texts = view.byIndicator.flatMap(({ goal, rows }) => [goal, ...rows.map(({ label }) => label)]);
  return (
    <>
      <ShareFills />
      <RatingSymbols />
      <CardChooser action={view.href} rounds={view.rounds} round={round.id} on={view.on} />
      {view.filters.length > 1 && <Filters view={view} />}
      {view.within && view.within.outside.length > 0 && <p class="soft small">{t('progress.outside', { n: view.within.outside.length })} <NameList names={view.within.outside.map(({ id, name }) => t.place(id, name))} /></p>}
      {view.within?.note && <p class="soft small"><Text value={view.within.note} /></p>}
      {view.colourless && <Notice title={t('progress.lost.title')}><p>{t(view.campaign.kind === 'record' ? 'progress.lost.text' : 'progress.lost.live')}</p><Printed view={view} /></Notice>}
      <UntranslatedNote texts={texts} />
      {view.countries > 0 && <Legend legend={view.legend} />}
      {view.countries > 0 && !view.colourless && <Figures view={view} />}
      <Cards view={view} />
    </>
  );
}

/** What the record printed of shares stands with its statistics. */
function Printed({ view: { campaign } }: { view: OverviewView }): JSX.Element | null {
  const { t, link } = usePage();
  return campaign.kind === 'record' ? <p><a href={link(`/campaigns/${campaign.slug}/statistics`)}>{t('progress.lost.statistics')}</a></p> : null;
}

/** Regions and groups, as links: an address for each. */
function Filters({ view }: { view: OverviewView }): JSX.Element {
  const { t, link } = usePage();
  return (
    <nav class="filter-links no-print" aria-label={t('progress.filter')}>
      <ul>
        {view.filters.map((filter) => (
          <li key={filter.href}><a href={link(filter.href)} aria-current={filter.current ? 'true' : undefined}>{filter.label ? <Text value={filter.label} /> : t('progress.filter.all')} <span class="soft">{t.number(filter.count)}</span></a></li>
        ))}
      </ul>
    </nav>
  );
}

function Figures({ view }: { view: OverviewView }): JSX.Element {
  const { t } = usePage();
  return (
    <>
      <section class="section" aria-labelledby="by-indicator">
        <h2 id="by-indicator">{t('progress.by-indicator')}</h2>
        <p class="soft">{t('progress.by-indicator.note', { n: view.countries })}</p>
        {view.byIndicator.map(({ goal, rows }) => (
          <div key={goal.text} class="share-block"><h3><Text value={goal} /></h3><ShareTable caption={`${t('progress.by-indicator')}: ${inSentence(t, goal)}`} heading={t('progress.indicator')} baseHeading={t('progress.countries')} rows={rows} /></div>
        ))}
      </section>
      <section class="section" aria-labelledby="by-goal">
        <h2 id="by-goal">{t('progress.by-goal')}</h2>
        <p class="soft">{t('progress.by-goal.note')}</p>
        <ShareTable caption={t('progress.by-goal')} heading={t('progress.goal')} baseHeading={t('progress.ratings')} rows={view.byGoal} />
      </section>
      {view.byGroup.length > 0 && (
        <section class="section" aria-labelledby="by-group">
          <h2 id="by-group">{t('progress.by-group')}</h2>
          <p class="soft">{t('progress.by-group.note')}</p>
          <ShareTable caption={t('progress.by-group')} heading={t('progress.group')} baseHeading={t('progress.ratings')} rows={view.byGroup} />
        </section>
      )}
      {view.before && view.round && <Moved view={view} before={roundName(t, view.before)} now={roundName(t, view.round)} />}
    </>
  );
}

function Moved({ view, before, now }: { view: OverviewView; before: string; now: string }): JSX.Element {
  const { t } = usePage();
  return (
    <section class="section" aria-labelledby="moved">
      <h2 id="moved">{t('progress.moved', { from: before, to: now })}</h2>
      <p class="soft">{t('progress.moved.note', { n: view.inBoth })}</p>
      {view.inBoth > 0 && <MoveTable caption={t('progress.moved', { from: before, to: now })} rows={view.moved} />}
    </section>
  );
}

function MoveTable({ caption, rows }: { caption: string; rows: readonly MoveRow[] }): JSX.Element {
  const { t } = usePage();
  const count = ({ change }: MoveRow, move: Move): number => (move === 'not-comparable' ? change.base - change.comparable : change[move]);
  return (
    <table class="table shares moves">
      <caption class="visually-hidden">{caption}</caption>
      <thead><tr><th scope="col">{t('progress.indicator')}</th>{MOVES.map((move) => <th key={move} scope="col" class="figure"><MoveArrow move={move} /> {t(moveWord(move))}</th>)}</tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row"><Text value={row.label} /></th>
            {MOVES.map((move) => <td key={move} class="figure" data-label={t(moveWord(move))}><strong>{t.number(count(row, move))}</strong></td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cards({ view }: { view: OverviewView }): JSX.Element {
  const { t, link } = usePage();
  return (
    <section class="section" aria-labelledby="cards">
      <h2 id="cards">{view.only ? <Text value={view.only.indicator} /> : t('progress.cards')}</h2>
      {view.only && <p class="actions"><RatingTag standing={view.only.standing} /> <span>{t('progress.countries.n', { n: view.only.count })}</span> <a class="line-link" href={link(view.only.allHref)}>{t('progress.cards.all')}</a></p>}
      {view.cards.length === 0 ? <EmptyState title={t('progress.none.within')} /> : (
        <Table stacked caption={t('progress.cards')} captionHidden
          columns={[{ label: t('site.countries.country') }, ...(view.cards[0]?.goals ?? []).map(({ title }) => ({ label: title.text, lang: title.lang }))]}
          rows={view.cards.map((card) => ({ key: card.place.id, cells: [<CardName card={card} />, ...card.goals.map((goal) => <RatingStrip key={goal.key} ratings={goal.standings.map((one) => ({ ...one, title: inSentence(t, one.title) }))} />)] }))} />
      )}
      <Pagination page={view.page} pages={view.pages} href={(page) => link(`${view.pageHref}${view.pageHref.includes('?') ? '&' : '?'}page=${page}#cards`)} />
    </section>
  );
}

function CardName({ card }: { card: CardLineView }): JSX.Element {
  const { t, link } = usePage();
  return <a class="row-link" href={link(card.href)}>{t.place(card.place.id, card.place.name)}</a>;
}

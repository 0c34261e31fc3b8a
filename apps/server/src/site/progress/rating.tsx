import { type JSX } from 'preact';
import { type MessageKey } from '../../i18n/index.js';
import { Text, usePage } from '../../ui/index.js';
import { type LegendView, MOVES, type Move, STANDINGS, type Standing } from './view-models.js';

/** A shape for each standing: told apart without colour, in print and when small. */
const SHAPES: Record<Standing, JSX.Element> = {
  green: <circle cx="8" cy="8" r="6.500" fill="currentColor" />,
  yellow: <path d="M8 1.500 15 14.500H1z" fill="currentColor" />,
  red: <rect x="2" y="2" width="12" height="12" fill="currentColor" />,
  'not-assessed': <path d="M2 8h12" stroke="currentColor" stroke-width="3" />,
  'not-known': <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.500" stroke-dasharray="2.400 2.300" />,
};

const WORDS: Record<Standing, MessageKey> = {
  green: 'progress.rating.green', yellow: 'progress.rating.yellow', red: 'progress.rating.red', 'not-assessed': 'progress.rating.not-assessed', 'not-known': 'progress.rating.not-known',
};

const COLOURS: Record<Standing, MessageKey | null> = {
  green: 'progress.colour.green', yellow: 'progress.colour.yellow', red: 'progress.colour.red', 'not-assessed': null, 'not-known': null,
};

export const ratingWord = (standing: Standing): MessageKey => WORDS[standing];

/** The shape alone, for where the word stands beside it. `shared`: `RatingSymbols` is on the page. */
export function RatingShape({ standing, shared }: { standing: Standing; shared?: boolean }): JSX.Element {
  return <svg class={`rating-shape ${standing}`} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{shared ? <use href={`#r-${standing}`} /> : SHAPES[standing]}</svg>;
}

export function RatingTag({ standing }: { standing: Standing }): JSX.Element {
  return <span class={`rating ${standing}`}><RatingShape standing={standing} /> <span>{usePage().t(WORDS[standing])}</span></span>;
}

const STAR = <path d="m8 .8 2.100 5 5.400.400-4.100 3.500 1.300 5.300L8 12.100 3.300 15l1.300-5.300L.5 6.200l5.400-.4z" fill="currentColor" />;

/** The shapes once, for pages that draw hundreds of them. */
export function RatingSymbols(): JSX.Element {
  return (
    <svg class="symbols" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        {STANDINGS.map((standing) => <g key={standing} id={`r-${standing}`} class={`rating-shape ${standing}`}>{SHAPES[standing]}</g>)}
        <g id="r-star" transform="scale(.56)">{STAR}</g>
      </defs>
    </svg>
  );
}

const STEP = 30;

/** Several ratings in a row, drawn as one from `RatingSymbols`: its label says each of them with its indicator. */
export function RatingStrip({ ratings }: { ratings: readonly { standing: Standing; star: boolean; title: string }[] }): JSX.Element {
  const { t } = usePage();
  const label = ratings.map(({ standing, star, title }) => t('progress.strip', { title, rating: star ? `${t(WORDS[standing])} (${t('progress.star')})` : t(WORDS[standing]) }));
  return (
    <svg class="strip" width={ratings.length * STEP} height="20" role="img" aria-label={label.join('; ')}>
      {ratings.map(({ standing }, n) => <use key={n} href={`#r-${standing}`} x={n * STEP} y="3" />)}
      {ratings.map(({ star }, n) => star && <use key={`s${n}`} href="#r-star" x={n * STEP + 17} />)}
    </svg>
  );
}

/** Says that NGOs do the work. The word goes with it: a star alone could be taken for praise. */
export function NgoStar({ short }: { short?: boolean }): JSX.Element {
  const { t } = usePage();
  return (
    <span class="ngo-star">
      <svg width="15" height="15" viewBox="0 0 16 16" focusable="false" {...(short ? { role: 'img', 'aria-label': t('progress.star') } : { 'aria-hidden': true })}>
        {STAR}
      </svg>
      {!short && <span> {t('progress.star')}</span>}
    </span>
  );
}

export function Legend({ legend }: { legend: LegendView }): JSX.Element {
  const { t } = usePage();
  return (
    <ul class="rating-legend">
      {legend.ratings.map(({ standing, meaning }) => {
        const colour = COLOURS[standing];
        return (
          <li key={standing}>
            <p class="rating-term"><RatingTag standing={standing} />{colour && <span class="soft"> ({t(colour)})</span>}</p>
            {meaning && <p><Text value={meaning} /></p>}
          </li>
        );
      })}
      {legend.star && <li><p class="rating-term"><NgoStar /></p><p><Text value={legend.star} /></p></li>}
    </ul>
  );
}

const ARROWS: Record<Move, JSX.Element> = {
  better: <path d="M8 14V3m0 0L3 8m5-5 5 5" />,
  worse: <path d="M8 2v11m0 0-5-5m5 5 5-5" />,
  same: <path d="M2 5.500h12M2 10.500h12" />,
  'not-comparable': <path d="M3 3l10 10M13 3 3 13" />,
};
const MOVE_WORDS: Record<Move, MessageKey> = { better: 'progress.move.better', worse: 'progress.move.worse', same: 'progress.move.same', 'not-comparable': 'progress.move.not-comparable' };

export const moveWord = (move: Move): MessageKey => MOVE_WORDS[move];

/** The way a rating went: an arrow with its word. Up is up in every language. */
export function MoveTag({ move }: { move: Move }): JSX.Element {
  return <span class={`move ${move}`}><MoveArrow move={move} /> <span>{usePage().t(MOVE_WORDS[move])}</span></span>;
}

export function MoveArrow({ move }: { move: Move }): JSX.Element {
  return <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2.200" aria-hidden="true" focusable="false">{ARROWS[move]}</svg>;
}

/** How many rose, fell, same: in a line. */
export function MoveCounts({ moves }: { moves: Record<Move, number> }): JSX.Element {
  const { t } = usePage();
  return (
    <ul class="move-counts">
      {MOVES.filter((move) => moves[move] > 0).map((move) => <li key={move} class={`move ${move}`}><MoveArrow move={move} /> <span>{t(`progress.moved.${move}`, { n: moves[move] })}</span></li>)}
    </ul>
  );
}

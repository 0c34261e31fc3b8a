import { type JSX } from 'preact';
import { type Share } from '#libs/progress';
import { Text, usePage } from '../../ui/index.js';
import { RatingShape, ratingWord } from './rating.js';
import { STANDINGS, type ShareRow, type Standing } from './view-models.js';

/** Fills of the bars, told apart by their pattern: solid, stripes, chequers, empty, dashed. Drawn once on a page. */
export function ShareFills(): JSX.Element {
  return (
    <svg class="share-fills" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        <pattern id="fill-yellow" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="fill-yellow-ground" width="7" height="7" /><rect class="fill-yellow" width="4" height="7" />
        </pattern>
        <pattern id="fill-red" width="6" height="6" patternUnits="userSpaceOnUse">
          <rect class="fill-red" width="6" height="6" /><path class="fill-red-lines" d="M0 3h6" />
        </pattern>
      </defs>
    </svg>
  );
}

export interface ShareTableProps {
  caption: string;
  /** What a row is: "Indicator", "Goal". */
  heading: string;
  /** What the base of each row counts: countries, or ratings. */
  baseHeading: string;
  rows: readonly ShareRow[];
}

/** How many stand how, as bars and in figures: one table, so that both say the same. The bars are for the eye; their figures stand beside them. */
export function ShareTable({ caption, heading, baseHeading, rows }: ShareTableProps): JSX.Element {
  const { t } = usePage();
  const columns = STANDINGS.filter((standing) => rows.some((row) => row.share.counts[standing] > 0) || standing === 'green' || standing === 'yellow' || standing === 'red');
  return (
    <table class="table shares">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{heading}</th>
          {columns.map((standing) => <th key={standing} scope="col" class="figure"><RatingShape standing={standing} /> {t(ratingWord(standing))}</th>)}
          <th scope="col" class="figure">{baseHeading}</th>
        </tr>
      </thead>
      <tbody>{rows.map((row) => <Row key={row.key} row={row} columns={columns} baseHeading={baseHeading} />)}</tbody>
    </table>
  );
}

function Row({ row, columns, baseHeading }: { row: ShareRow; columns: readonly Standing[]; baseHeading: string }): JSX.Element {
  const { t, link } = usePage();
  return (
    <tr>
      <th scope="row">{row.href ? <a href={link(row.href)}><Text value={row.label} /></a> : <Text value={row.label} />}{row.countries && <span class="row-note">{row.countries.n === row.countries.of ? t('progress.countries.n', { n: row.countries.n }) : t('progress.countries.of', row.countries)}</span>}<ShareBar share={row.share} /></th>
      {columns.map((standing) => (
        <td key={standing} class="figure" data-label={t(ratingWord(standing))}>
          <Cell row={row} standing={standing} />
        </td>
      ))}
      <td class="figure" data-label={baseHeading}>{t.number(row.share.base)}</td>
    </tr>
  );
}

/** The share, and how many; a link to those countries, which the headers of row and column name. */
function Cell({ row: { share, cells }, standing }: { row: ShareRow; standing: Standing }): JSX.Element {
  const { t, link } = usePage();
  const said = <><strong>{share.percents ? t('progress.percent', { percent: share.percents[standing] }) : '–'}</strong> <small>{t.number(share.counts[standing])}</small></>;
  return cells && share.counts[standing] > 0 ? <a class="cell-link" href={link(cells[standing])}>{said}</a> : <span class="cell-plain">{said}</span>;
}

/** One bar, as wide as its place, its parts as wide as their counts. */
function ShareBar({ share }: { share: Share }): JSX.Element | null {
  if (share.base === 0) return null;
  let start = 0;
  return (
    <svg class="share-bar" width="100%" height="12" aria-hidden="true">
      {STANDINGS.map((standing) => {
        const width = (share.counts[standing] / share.base) * 100;
        const x = start;
        start += width;
        return width > 0 && <rect key={standing} class={standing} x={`${round(x)}%`} width={`${round(width)}%`} height="12" />;
      })}
    </svg>
  );
}

const round = (value: number): number => Math.round(value * 100) / 100;

import { type JSX } from 'preact';
import { formatFigure, type StatedFigure } from '../i18n/index.js';
import { type Children, usePage } from './page.js';

/**
 * A big number with the words that say what it counts; a qualifier ("at least") stays in its place but small.
 * `live` names the value that an island keeps up to date.
 */
export function Count({ figure, label, live }: { figure: StatedFigure; label: string; live?: string }): JSX.Element {
  if (figure.value === null) return <p class="count"><span class="count-label">{formatFigure(usePage().t, figure)}</span></p>;
  return <p class="count"><Qualified figure={figure} live={live} /> <span class="count-label">{label}</span></p>;
}

/** A figure with its digits in front: the words of its qualifier stay where the language puts them, but small. */
export function Qualified({ figure, live }: { figure: StatedFigure | null; live?: string }): JSX.Element {
  const { t } = usePage();
  const said = formatFigure(t, figure);
  if (figure?.value == null) return <span class="qualifier">{said}</span>;
  const digits = t.number(figure.value);
  const [before = '', after = ''] = said.split(digits);
  return (
    <>
      {before.trim() && <span class="qualifier">{before.trim()} </span>}
      <span class="digits" data-live={live}>{digits}</span>
      {after.trim() && <span class="qualifier"> {after.trim()}</span>}
    </>
  );
}

export interface LedgerRow {
  label: Children;
  value: Children;
  live?: string;
  note?: Children;
}

/** A sum as a book-keeper writes it: the items, a rule, the total under a double rule. */
export function Ledger({ caption, rows, total }: { caption: string; rows: readonly LedgerRow[]; total?: LedgerRow }): JSX.Element {
  const line = (row: LedgerRow, index: number) => (
    <tr key={index}>
      <th scope="row">{row.label}{row.note && <span class="ledger-note">{row.note}</span>}</th>
      <td data-live={row.live}>{row.value}</td>
    </tr>
  );
  return (
    <table class="ledger">
      <caption>{caption}</caption>
      <tbody>{rows.map(line)}</tbody>
      {total && <tfoot>{line(total, 0)}</tfoot>}
    </table>
  );
}

/** How far to the next milestone: in words and numbers first, the bar only repeats them. */
export function Progress({ total, threshold, remaining, forecast }: { total: number; threshold: number; remaining: number; forecast?: string | null }): JSX.Element {
  const { t } = usePage();
  const share = Math.min(1, Math.max(0, total / threshold));
  return (
    <div class="progress" data-progress="">
      <svg viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label={t('site.petition.progress', { percent: t.percent(share), threshold })}>
        <rect class="progress-way" width="1000" height="10" />
        <rect class="progress-done" width={Math.round(share * 1000)} height="10" data-live-width="" />
      </svg>
      <dl>
        <div><dt>{t('site.petition.next')}</dt><dd data-live="threshold">{t.number(threshold)}</dd></div>
        <div><dt>{t('site.petition.remaining')}</dt><dd data-live="remaining">{t.number(remaining)}</dd></div>
        {forecast && <div class="progress-forecast"><dt>{t('site.petition.forecast')}</dt><dd>{forecast}</dd></div>}
      </dl>
    </div>
  );
}

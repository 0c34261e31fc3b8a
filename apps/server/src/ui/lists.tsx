import { type JSX } from 'preact';
import { apart, languageOf, usePage, type Children } from './page.js';

export interface Column {
  label: string;
  /** Of a name that is not the shell's (BCP 47). */
  lang?: string;
  /** Figures stand at the end of their column, in digits of one width. */
  figure?: boolean;
}

export interface TableRow {
  key: string;
  /** One cell per column; the first is the row's header. */
  cells: readonly Children[];
}

export interface TableProps {
  caption: string;
  captionHidden?: boolean;
  columns: readonly Column[];
  rows: readonly TableRow[];
  foot?: readonly Children[];
  /** On a phone each row stands by itself, every cell under the name of its column: for rows of many words. */
  stacked?: boolean;
}

export function Table({ caption, captionHidden, columns, rows, foot, stacked }: TableProps): JSX.Element {
  const { t } = usePage();
  const foreign = (column: Column | undefined): column is Column & { lang: string } => column?.lang !== undefined && column.lang !== t.locale;
  const label = (column: Column | undefined): string | undefined => (foreign(column) ? apart(column.label) : column?.label);
  const cell = (content: Children, index: number, heading: boolean) => {
    const name = columns[index]?.figure ? 'figure' : undefined;
    if (heading && index === 0) return <th key={index} scope="row" class={name}>{content}</th>;
    return <td key={index} class={name} data-label={stacked ? label(columns[index]) : undefined}>{content}</td>;
  };
  return (
    <table class={stacked ? 'table stacked' : 'table'}>
      <caption class={captionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
      <thead><tr>{columns.map((column) => <th key={column.label} scope="col" class={column.figure ? 'figure' : undefined} {...(foreign(column) ? languageOf(t, column.lang) : {})}>{column.label}</th>)}</tr></thead>
      <tbody>{rows.map((row) => <tr key={row.key}>{row.cells.map((content, index) => cell(content, index, true))}</tr>)}</tbody>
      {foot && <tfoot><tr>{foot.map((content, index) => cell(content, index, true))}</tr></tfoot>}
    </table>
  );
}

export interface Definition {
  term: Children;
  detail: Children;
}

export function DefinitionList({ items }: { items: readonly Definition[] }): JSX.Element {
  return <dl class="definitions">{items.map(({ term, detail }, index) => <div key={index}><dt>{term}</dt><dd>{detail}</dd></div>)}</dl>;
}

export interface TimelineItem {
  key: string;
  /** The date in words; it may be known only roughly. */
  when: string;
  title: Children;
  body?: Children;
}

export function Timeline({ items }: { items: readonly TimelineItem[] }): JSX.Element {
  return (
    <ol class="timeline">
      {items.map((item) => <li key={item.key}><p class="timeline-when">{item.when}</p><div class="timeline-what">{item.title}{item.body}</div></li>)}
    </ol>
  );
}

export function Pagination({ page, pages, href }: { page: number; pages: number; href: (page: number) => string }): JSX.Element | null {
  const { t } = usePage();
  if (pages < 2) return null;
  return (
    <nav class="pagination" aria-label={t('ui.pagination.label')}>
      {page > 1 ? <a rel="prev" href={href(page - 1)}>{t('ui.pagination.previous')}</a> : <span />}
      <span>{t('ui.pagination.position', { page, pages })}</span>
      {page < pages ? <a rel="next" href={href(page + 1)}>{t('ui.pagination.next')}</a> : <span />}
    </nav>
  );
}

import { directionOf, escaped } from '#libs/markup';
import { type Block, type ChartBlock, type Lines, type ReportDocument, type Said, type Section, type TableBlock } from '../document/report-document.js';
import { PAGE_STYLE } from './page-style.js';

/**
 * A report as a piece of HTML that stands in any page: one `article` with a heading of the first level, in order below it; tables with
 * caption and scopes, each chart with its table; texts of another language marked with it. No script, no inline style.
 */
export function reportHtml(report: ReportDocument): string {
  const page = new Html(report.language);
  return [
    `<article class="report"${page.root(report)}>`,
    `<header class="page-head">${page.element('p', report.campaign, 'kicker')}${page.element('h1', report.title)}</header>`,
    ...report.lede.map((block) => page.block(block, 2)),
    ...report.sections.map((section) => page.section(section, 2)),
    '</article>',
  ].join('\n');
}

/** The same as a file of its own, which needs no server. */
export function reportPage(report: ReportDocument): string {
  const { language, title, campaign, demonstration } = report;
  const page = new Html(language);
  return [
    '<!doctype html>', `<html lang="${escaped(language)}" dir="${directionOf(language)}">`, '<head>', '<meta charset="utf-8">', '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(`${title.text} · ${campaign.text}`)}</title>`, ...(demonstration ? ['<meta name="robots" content="noindex">'] : []), `<style>${PAGE_STYLE}</style>`, '</head>', '<body>',
    '<main>', ...(demonstration ? [page.element('p', demonstration, 'notice')] : []), reportHtml(report), '</main>', '</body>', '</html>', '',
  ].join('\n');
}

class Html {
  constructor(private readonly language: string) {}

  root({ language }: ReportDocument): string {
    return ` lang="${escaped(language)}" dir="${directionOf(language)}"`;
  }

  element(tag: string, said: Said, look?: string): string {
    return `<${tag}${look ? ` class="${look}"` : ''}${this.marks(said.lang)}>${escaped(said.text)}</${tag}>`;
  }

  section({ id, title, blocks, sections = [] }: Section, level: number): string {
    const tag = `h${Math.min(level, 6)}`;
    return [
      `<section class="section" id="${escaped(id)}" aria-labelledby="${escaped(id)}-title">`, `<${tag} id="${escaped(id)}-title"${this.marks(title.lang)}>${escaped(title.text)}</${tag}>`,
      ...blocks.map((block) => this.block(block, level + 1)), ...sections.map((inner) => this.section(inner, level + 1)), '</section>',
    ].join('\n');
  }

  block(block: Block, level: number): string {
    switch (block.kind) {
      case 'paragraph': return this.paragraphs(block.text, block.look);
      case 'list': {
        const tag = block.ordered ? 'ol' : 'ul';
        return `<${tag} class="report-list">${block.items.map((lines) => `<li>${this.lines(lines)}</li>`).join('')}</${tag}>`;
      }
      case 'facts': return this.facts(block);
      case 'table': return this.table(block);
      case 'chart': return this.chart(block, level);
    }
  }

  private paragraphs({ text, lang }: Said, look?: 'lede' | 'note' | 'strong'): string {
    const name = look === 'lede' ? 'lede' : look === 'note' ? 'soft small' : look === 'strong' ? 'report-strong' : undefined;
    return text.split(/\n+/u).filter((one) => one.trim() !== '').map((one) => this.element('p', { text: one, lang }, name)).join('\n');
  }

  /** The first line plain, those below it smaller. */
  private lines(lines: Lines): string {
    return lines.map((line, nth) => this.element('span', line, nth === 0 ? 'report-line' : 'report-line report-more')).join('');
  }

  private facts({ caption, items }: Extract<Block, { kind: 'facts' }>): string {
    const rows = items.map(({ term, details }) => `<tr><th scope="row"${this.marks(term.lang)}>${escaped(term.text)}</th><td>${details.map((one) => this.element('span', one, 'report-line')).join('')}</td></tr>`);
    return `<table class="table report-facts"><caption${this.marks(caption.lang)}>${escaped(caption.text)}</caption><tbody>${rows.join('')}</tbody></table>`;
  }

  /** On a phone each row stands by itself, so the roles are said: a table of other display would lose them. */
  private table({ caption, columns, rows, total }: TableBlock): string {
    const figure = (nth: number): string => (columns[nth]?.figure ? ' class="figure"' : '');
    const row = (cells: readonly Lines[]): string => `<tr>${cells.map((lines, nth) => (nth === 0 ? `<th scope="row"${figure(nth)}>${this.lines(lines)}</th>`
      : `<td${figure(nth)} data-label="${escaped(columns[nth]?.label.text ?? '')}">${this.lines(lines)}</td>`)).join('')}</tr>`;
    return [
      `<table class="table stacked"><caption${this.marks(caption.lang)}>${escaped(caption.text)}</caption>`,
      `<thead><tr>${columns.map(({ label }, nth) => `<th scope="col"${figure(nth)}${this.marks(label.lang)}>${escaped(label.text)}</th>`).join('')}</tr></thead>`,
      `<tbody>${rows.map(row).join('')}</tbody>${total ? `<tfoot>${row(total)}</tfoot>` : ''}</table>`,
    ].join('');
  }

  private chart({ title, alternative, bars, table }: ChartBlock, level: number): string {
    const most = Math.max(1, ...bars.map(({ value }) => value));
    const tag = `h${Math.min(level, 6)}`;
    const drawn = bars.map(({ label, value, shown }) => [
      '<div class="report-bar">', this.element('span', label), '<svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">',
      `<rect class="chart-bar" width="${Math.round((value / most) * 1000)}" height="10"></rect></svg>`, this.element('span', shown, 'figure'), '</div>',
    ].join(''));
    return `${this.element(tag, title)}<div class="report-chart" role="img" aria-label="${escaped(alternative.text)}">${drawn.join('')}</div>${this.table(table)}`;
  }

  /** Of a text that is not in the page's language. */
  private marks(lang: string): string {
    if (lang === this.language) return '';
    const direction = directionOf(lang);
    return ` lang="${escaped(lang)}"${direction === directionOf(this.language) ? '' : ` dir="${direction}"`}`;
  }
}

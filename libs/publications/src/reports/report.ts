import { createHash } from 'node:crypto';
import { canonical } from '#libs/database';
import { composeReport } from './document/compose.js';
import { type ReportFacts } from './facts/report-facts.js';
import { reportCsv } from './render/csv.js';
import { reportHtml, reportPage } from './render/html.js';
import { reportPdf } from './render/pdf.js';

export const REPORT_FILES = ['html', 'pdf', 'json', 'csv'] as const;
export type ReportFile = (typeof REPORT_FILES)[number];

export const REPORT_TYPES: Record<ReportFile, string> = { html: 'text/html; charset=utf-8', pdf: 'application/pdf', json: 'application/json; charset=utf-8', csv: 'text/csv; charset=utf-8' };

/** Names in order, so that what came back from a database is the same text as what went in. */
export function reportJson(facts: ReportFacts): string {
  return `${JSON.stringify(JSON.parse(canonical(facts)), null, 1)}\n`;
}

/** Of the JSON of a report: what a published one is known by. Hex. */
export function reportSha256(facts: ReportFacts): string {
  return createHash('sha256').update(reportJson(facts)).digest('hex');
}

/** The piece of HTML that stands in a page of the site. */
export function reportFragment(facts: ReportFacts, language: string): string {
  return reportHtml(composeReport(facts, language));
}

/**
 * A report as a file: the same facts, language and link give the same bytes.
 * @param link where the report is to be found, printed on paper
 */
export async function reportFile(facts: ReportFacts, file: ReportFile, language: string, link: string | null = null): Promise<Buffer> {
  switch (file) {
    case 'html': return Buffer.from(reportPage(composeReport(facts, language)));
    case 'pdf': return reportPdf(composeReport(facts, language), link);
    case 'json': return Buffer.from(reportJson(facts));
    case 'csv': return Buffer.from(reportCsv(facts, language));
  }
}

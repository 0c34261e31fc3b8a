import { type Locale } from '../../apps/server/src/i18n/index.js';
import { type ReportsFrame, type ReportsView, type ReportView } from '../../apps/server/src/site/reports/reports.js';
import { reportFacts, reportFragment, reportSha256, type ReportKind } from '../../libs/publications/src/index.js';
import { dataOfFile } from '../../libs/publications/src/reports/testing/data-of-file.js';
import { recordFile } from '../../libs/publications/src/reports/testing/record.js';
import { en } from './samples.js';

const data = dataOfFile(recordFile());
const BASE = '/campaigns/stop-sex-trafficking/reports';

const frame: ReportsFrame = {
  slug: 'stop-sex-trafficking', title: en('Stop Sex Trafficking of Children and Young People'), demonstration: false, noindex: false, canonicalUrl: `https://countersign.example/en${BASE}`,
};

/** The record's reports, as they write themselves. */
export function reportView(locale: Locale, kind: ReportKind, place: { id: string; name: string } | null = null): ReportView {
  const facts = reportFacts(data, kind, place?.id ?? null);
  return { campaign: frame, kind, place, href: `${BASE}/${place?.id ?? kind}`, html: reportFragment(facts, locale), sha256: reportSha256(facts), edition: null };
}

export const reportsView = (locale: Locale): ReportsView => ({
  campaign: frame,
  live: [
    { href: `${BASE}/appendix`, kind: 'appendix', place: null }, { href: `${BASE}/final`, kind: 'final', place: null },
    ...['AU', 'DE', 'FR', 'NZ', 'TH', 'GB'].map((id) => ({ href: `${BASE}/${id}`, kind: 'country' as const, place: { id, name: new Intl.DisplayNames([locale], { type: 'region' }).of(id) ?? id } })),
  ],
  editions: [{ id: 'e1', href: `${BASE}/0b7c1f6e-2f0f-4d3e-9a52-5f1f8d0f2d11`, kind: 'final', place: null, title: en('What became of the promises'), publicAt: '2026-03-29T07:00:00.000Z', correctedBy: true }],
  withdrawn: [{ title: en('Where it stands in spring'), at: '2026-04-02T09:30:00.000Z', why: en('A figure was attributed to the wrong country.') }],
  page: 1, pages: 1,
});

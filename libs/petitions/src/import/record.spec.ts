import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { edtfBounds } from './edtf-bounds.js';
import type { CampaignFile, CommitmentEntry, JurisdictionEntry } from './format.js';
import { printedFigure } from './printed-figure.js';
import { dataFolder } from './data-folder.js';
import { parseCampaignFile } from './validate.js';

const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);

describe('the record of 2009–2011, counted straight from its file', () => {
  let record: CampaignFile;
  let countries: JurisdictionEntry[];
  const jurisdiction = (id: string): JurisdictionEntry => {
    const found = record.jurisdictions.find((one) => one.id === id);
    if (!found) throw new Error(`no ${id}`);
    return found;
  };

  beforeAll(() => {
    const result = parseCampaignFile(readFileSync(path.join(dataFolder(), 'stop-sex-trafficking/campaign.json'), 'utf8'));
    if (!result.ok) throw new Error(JSON.stringify(result.faults.slice(0, 20), null, 1));
    record = result.campaign;
    countries = record.jurisdictions.filter((one) => one.kind === 'country');
  });

  it('has 47 countries with a petition, nine of them sharing a region\'s, and 6 research-only', () => {
    const asked = countries.filter((one) => one.petition.status === 'collected');
    expect(asked).toHaveLength(47);
    expect(asked.filter((one) => one.petition.sharedFrom !== null)).toHaveLength(9);
    expect(countries.filter((one) => one.petition.status === 'research-only')).toHaveLength(6);
  });

  it('has 187 calls to action', () => {
    expect(sum(record.jurisdictions.map((one) => one.petition.callsToAction.length))).toBe(187);
  });

  it('has 35 national handovers held, of 5,808,143 signatures, a lower bound', () => {
    const held = countries.flatMap((one) => one.handovers).filter((one) => one.level === 'national' && one.status === 'held');
    expect(held).toHaveLength(35);
    expect(sum(held.map((one) => one.signatures ?? 0))).toBe(5_808_143);
    expect(held.some((one) => one.signaturesQualifier === 'more-than')).toBe(true);
  });

  it('has a printed figure for 41 of the 47 countries, 5,979,779 together, Qatar once', () => {
    const asked = countries.filter((one) => one.petition.status === 'collected');
    const figures = asked.map((one) => ({ id: one.id, figure: printedFigure(one) }));
    expect(figures.filter((one) => one.figure !== null)).toHaveLength(41);
    expect(sum(figures.map((one) => one.figure?.signatures ?? 0))).toBe(5_979_779);
    expect(figures.filter((one) => one.figure === null).map((one) => one.id).sort()).toEqual(['AE', 'BD', 'CY', 'MX', 'NP', 'US']);
    expect(printedFigure(jurisdiction('QA'))).toEqual({ signatures: 15_000, qualifier: 'more-than', isLowerBound: true, handover: 'QA-h1' });
    expect(jurisdiction('QA').collected?.sameAs).toBe('QA-h1');
  });

  it('states 2,333,033 for the European Union, whose members\' figures are 2,402,859 from 16 of 17', () => {
    const union = jurisdiction('region-eu');
    expect(union.handovers[0]?.signatures).toBe(2_333_033);
    expect(printedFigure(union)).toBeNull();
    const figures = (union.members ?? []).map((id) => printedFigure(jurisdiction(id)));
    expect(figures).toHaveLength(17);
    expect(figures.filter((one) => one !== null)).toHaveLength(16);
    expect(sum(figures.map((one) => one?.signatures ?? 0))).toBe(2_402_859);
  });

  it('has 39 commitments: 28 promised, 8 in progress, 3 fulfilled', () => {
    const statuses = record.jurisdictions.flatMap((one) => one.handovers.flatMap((h) => h.commitments.map((m) => m.status)));
    const count = (status: CommitmentEntry['status']): number => statuses.filter((one) => one === status).length;
    expect([statuses.length, count('promised'), count('in-progress'), count('fulfilled')]).toEqual([39, 28, 8, 3]);
  });

  it('has 50 of its calls answered, 12 of them by name', () => {
    const byName = new Set<string>();
    const answered = new Set<string>();
    for (const one of record.jurisdictions) {
      const calls = jurisdiction(one.petition.sharedFrom ?? one.id).petition.callsToAction.map((call) => call.id);
      for (const { answers } of one.handovers.flatMap((handover) => handover.commitments)) {
        if (answers !== 'all') answers.forEach((id) => byName.add(id));
        (answers === 'all' ? calls : answers).forEach((id) => answered.add(id));
      }
    }
    expect([answered.size, byName.size]).toEqual([50, 12]);
  });

  it('keeps Great Britain\'s handover as it was printed', () => {
    const britain = jurisdiction('GB');
    expect(britain.petition.callsToAction).toHaveLength(3);
    expect(britain.handovers[0]).toMatchObject({ date: '2011-05-12', signatures: 735_889, signaturesQualifier: 'exact' });
  });

  it('reads an announced autumn handover as September to November', () => {
    const [mexico] = jurisdiction('MX').handovers;
    expect(mexico?.date).toBe('2011-23');
    expect(edtfBounds('2011-23')).toMatchObject({ from: '2011-09-01', to: '2011-11-30' });
  });

  it('has recipients of five kinds: 25, 16, 2, 6 and 1', () => {
    const kinds = record.jurisdictions.flatMap((one) => one.handovers.flatMap((h) => h.recipients.map((r) => r.kind)));
    const count = (kind: string): number => kinds.filter((one) => one === kind).length;
    expect(['executive', 'parliament', 'public-body', 'intergovernmental', 'other'].map(count)).toEqual([25, 16, 2, 6, 1]);
  });

  it('names every source by the document, and no file of whoever collected them', () => {
    for (const file of ['campaign.json', 'progress-cards.json', 'timeline.json', 'DISCREPANCIES.md']) {
      expect(readFileSync(path.join(dataFolder(), 'stop-sex-trafficking', file), 'utf8')).not.toMatch(/\.txt|\bseed\b|\b00[0-4]_/);
    }
    expect(record.documents.map((one) => one.title)).toContain('Upholding Commitments to Protect Children from Trafficking');
  });
});

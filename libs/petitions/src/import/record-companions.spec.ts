import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readEdtf } from './edtf-bounds.js';
import type { CampaignFile } from './format.js';
import { dataFolder } from './data-folder.js';

const read = (file: string): unknown => JSON.parse(readFileSync(path.join(dataFolder(), file), 'utf8'));

interface Ratification { id: string; instrument: string; handover?: string }
interface Progress {
  indicatorIds: string[];
  statistics: { indicator: string | null; topic: string | null }[];
  ratifications: Ratification[];
  rankings: { id: string }[];
}
interface Timeline { events: { id: string; date: string; precision: string; ref?: string }[] }

describe('the progress cards and the timeline beside the record', () => {
  const record = read('stop-sex-trafficking/campaign.json') as CampaignFile;
  const progress = read('stop-sex-trafficking/progress-cards.json') as Progress;
  const timeline = read('stop-sex-trafficking/timeline.json') as Timeline;
  const handovers = new Set(record.jurisdictions.flatMap((one) => one.handovers.map((handover) => handover.id)));

  it.each(['progress-cards', 'timeline'])('keep to their schema: %s', (name) => {
    const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
    addFormats.default(ajv);
    const check = ajv.compile(read(`schema/${name}.schema.json`) as object);
    check(read(`stop-sex-trafficking/${name}.json`));
    expect(check.errors ?? []).toEqual([]);
  });

  it('name only jurisdictions and documents of the record', () => {
    const jurisdictions = new Set(record.jurisdictions.map((one) => one.id));
    const documents = new Set(record.documents.map((one) => one.id));
    const strangers: string[] = [];
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
        if (key === 'jurisdictions' || key === 'countries') strangers.push(...(inner as string[]).filter((id) => !jurisdictions.has(id)));
        if (key === 'jurisdiction' && typeof inner === 'string' && !jurisdictions.has(inner)) strangers.push(inner);
        if (key === 'document' && !documents.has(inner as string)) strangers.push(String(inner));
        visit(inner);
      }
    };
    visit(progress);
    visit(timeline);
    expect(strangers).toEqual([]);
  });

  it('have 65 statistics, each of one indicator or one topic, 20 ratifications and 74 events', () => {
    expect([progress.statistics.length, progress.ratifications.length, timeline.events.length]).toEqual([65, 20, 74]);
    const indicators = record.campaign.indicators?.map((one) => one.id);
    expect(progress.indicatorIds).toEqual(indicators);
    expect(progress.statistics.filter((one) => (one.indicator === null) === (one.topic === null))).toEqual([]);
    const instruments = new Set(record.campaign.instruments.map((one) => one.id));
    expect(progress.ratifications.filter((one) => !instruments.has(one.instrument) || (one.handover && !handovers.has(one.handover)))).toEqual([]);
  });

  it('tell every dated handover, on the same day', () => {
    const dates = new Map(timeline.events.filter((one) => one.ref !== undefined && one.id.startsWith('handover-')).map((one) => [one.ref, one.date]));
    for (const handover of record.jurisdictions.flatMap((one) => one.handovers)) {
      if (handover.date !== null) expect({ id: handover.id, date: dates.get(handover.id) }).toEqual({ id: handover.id, date: handover.date });
    }
  });

  it('have only dates that can be read', () => {
    const days = timeline.events.map((one) => {
      const reading = readEdtf(one.date);
      if (!reading.ok) throw new Error(one.id);
      return reading.bounds;
    });
    expect(days).toHaveLength(74);
    expect(timeline.events.filter((one) => one.precision === 'day').every((one) => /^\d{4}-\d{2}-\d{2}$/.test(one.date))).toBe(true);
  });
});

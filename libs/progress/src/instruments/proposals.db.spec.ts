import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { accessEntities, AuditLog } from '#libs/access';
import { Database, dataSourceFor } from '#libs/database';
import { CommitmentsService, HANDOVER_ENTITIES, HandoversRepository } from '#libs/handovers';
import { dataFolder } from '#libs/petitions';
import { importFile } from '../../../../test/support/importing.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { type InstrumentEventKind } from './instrument.types.js';
import { InstrumentsReader } from './instruments.reader.js';
import { InstrumentEvents } from './instruments.service.js';
import { NamedInstruments } from './named-instruments.service.js';

const actor = { id: 'user-1', name: 'Organiser of Spain' };
let test: TestDatabase;
let db: Database;
let reader: InstrumentsReader;
let events: InstrumentEvents;
let instruments: NamedInstruments;
let campaign: number;

beforeAll(async () => {
  test = await testDatabase();
  db = new Database(await dataSourceFor(test.config.database, { entities: [...accessEntities, ...HANDOVER_ENTITIES] }).initialize());
  const audit = new AuditLog(db);
  reader = new InstrumentsReader(db);
  events = new InstrumentEvents(db, audit, new CommitmentsService(db, new HandoversRepository(db), audit));
  instruments = new NamedInstruments(db, audit);
  await importFile(db, readFileSync(path.join(dataFolder(), 'keep-your-word/campaign.json'), 'utf8'));
  campaign = (await db.rows<{ id: number }>(`select id from campaigns where slug = 'keep-your-word'`))[0]?.id ?? 0;
  // What is told here happened after the promise.
  await db.rows(`update handovers set date_edtf = (current_date - 60)::text, date_from = current_date - 60, date_to = current_date - 60 where campaign_id = $1 and jurisdiction_id = 'ES'`, [campaign]);
}, 60_000);

afterAll(async () => {
  await db?.dataSource.destroy();
  await test?.drop();
});

const refused = (work: Promise<unknown>): Promise<{ code: string; fields?: { field: string; code: string }[] }> =>
  work.then(() => { throw new Error('nothing was refused'); }, (reason: unknown) => reason as { code: string });

/** Of Spain's promise to ratify the convention on safe homes. */
describe('a promise to ratify', () => {
  beforeEach(() => db.rows(`delete from instrument_events where campaign_id = $1`, [campaign]));

  const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  const tell = (event: InstrumentEventKind, ago: number | null, replaces?: string): Promise<string> =>
    events.record(campaign, { instrument: 'KYW-Safe-Homes', jurisdiction: 'ES', event, date: ago === null ? null : day(ago), evidence: 'https://treaties.example/es', ...(replaces ? { replaces } : {}) }, actor);
  const proposed = async (): Promise<[InstrumentEventKind, boolean][]> => (await reader.proposals({ campaignId: campaign, jurisdictions: null })).items.map(({ event, reserved }) => [event.event, reserved]);

  it('is kept by a ratification', async () => {
    await tell('signed', 3);
    expect(await proposed()).toEqual([]);
    await tell('ratified', 2);
    expect(await proposed()).toEqual([['ratified', false]]);
  });

  it('may be kept by one with a reservation, which is said', async () => {
    await tell('reserved', 2);
    expect(await proposed()).toEqual([['reserved', true]]);
    await tell('ratified', 2);
    expect(await proposed()).toEqual([['ratified', true]]);
  });

  it('is not kept by one that was withdrawn, until it is done again', async () => {
    const first = await tell('ratified', 5);
    const withdrawn = await tell('withdrawn', 3);
    expect(await proposed()).toEqual([]);
    const [promise] = await db.rows<{ id: string }>(`select m.id from commitments m join handovers h on h.id = m.handover_id where h.campaign_id = $1 and h.jurisdiction_id = 'ES' and m.instrument = 'KYW-Safe-Homes'`, [campaign]);
    expect(await refused(events.accept(campaign, first, promise?.id ?? '', actor))).toMatchObject({ code: 'facts.no_proposal' });
    await tell('reserved', 1);
    expect(await proposed()).toEqual([['reserved', true]]);
    await tell('withdrawn', 6, withdrawn);
    expect(await proposed()).toEqual([['ratified', true]]);
  });

  it('is proposed wherever the place stands as having ratified, and nowhere else', async () => {
    const told = [['ratified', 4], ['withdrawn', 4], ['reserved', null], ['withdrawn', null], ['in-force', null]] as const;
    for (const [event, ago] of told) {
      await tell(event, ago);
      const [standing] = (await reader.standings({ campaignId: campaign, audience: 'organisers', jurisdiction: 'ES', instrument: 'KYW-Safe-Homes' })).items;
      expect([event, ago, (await proposed()).length > 0]).toEqual([event, ago, standing?.state.kind === 'ratified' || standing?.state.kind === 'in-force']);
    }
  });
});

describe('treaties, laws and plans', () => {
  const edition = async (): Promise<number> => (await db.rows<{ version: number }>(`select version from campaigns where id = $1`, [campaign]))[0]?.version ?? 0;
  const put = async (key: string, input: object): Promise<void> => instruments.put(campaign, key, { names: { en: 'Convention on Names', ar: 'اتفاقية الأسماء' }, type: 'international', source: 'https://treaties.example/names', ...input }, await edition(), actor);
  const named = (key: string): Promise<unknown[]> => db.rows(`select name, words -> 'name' as names, type, jurisdiction_id as jurisdiction, source from instruments where campaign_id = $1 and key = $2`, [campaign, key]);

  it('are named and renamed, and a ratification may be of them', async () => {
    await put('names', {});
    expect(await named('names')).toEqual([{ name: 'Convention on Names', names: { en: 'Convention on Names', ar: 'اتفاقية الأسماء' }, type: 'international', jurisdiction: null, source: 'https://treaties.example/names' }]);
    await events.record(campaign, { instrument: 'names', jurisdiction: 'ES', event: 'signed', date: '2026-01', evidence: 'x' }, actor);
    await put('names', { names: { fr: 'Convention des noms' }, type: 'regional', source: ' ' });
    expect(await named('names')).toMatchObject([{ name: 'Convention des noms', type: 'regional', source: null }]);
    expect(await db.rows(`select action, details ->> 'instrument' as instrument from audit_log where action like 'instrument.%' order by n`)).toEqual([{ action: 'instrument.add', instrument: 'names' }, { action: 'instrument.change', instrument: 'names' }]);
    expect(await db.rows(`select before ->> 'name' as before from history where entity = 'instruments' and entity_key = 'names'`)).toEqual([{ before: 'Convention on Names' }]);
  });

  it('are refused with every fault, and by whoever did not see the last edition', async () => {
    const faults = async (key: string, input: object): Promise<string[] | undefined> => (await refused(put(key, input))).fields?.map(({ field, code }) => `${field}:${code}`);
    expect(await faults('what a key', { names: { en: ' ' }, type: 'hearsay', source: 'javascript:alert(1)' })).toEqual(['key:malformed', 'names:required', 'type:unknown', 'source:link_unsafe']);
    expect(await faults('law', { type: 'national-law' })).toEqual(['jurisdiction:required']);
    expect(await faults('law', { jurisdiction: 'ES' })).toEqual(['jurisdiction:not_allowed']);
    expect(await faults('law', { type: 'national-law', jurisdiction: 'XX' })).toEqual(['jurisdiction:unknown']);
    // Spain signed it: it is no law of Britain.
    expect(await faults('names', { type: 'national-plan', jurisdiction: 'GB' })).toEqual(['jurisdiction:not_of_this_place']);
    expect(await refused(instruments.put(campaign, 'law', { names: { en: 'Law' }, type: 'international' }, 1, actor))).toMatchObject({ code: 'petitions.changed_meanwhile' });
    expect(await named('law')).toEqual([]);
  });
});

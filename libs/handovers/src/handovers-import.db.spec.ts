import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditLog } from '#libs/access';
import { Database, dataSourceFor } from '#libs/database';
import { LinkChecks } from '#libs/outbound';
import { type CampaignFile, printedFigure } from '#libs/petitions';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { BundleQueries } from './bundles.queries.js';
import { CommitmentQueries } from './commitments.queries.js';
import { HANDOVER_ENTITIES } from './handovers.entity.js';
import { writeImportedHandovers } from './handovers.import.js';
import { HandoverQueries } from './handovers.queries.js';
import { HandoversReader } from './handovers.reader.js';
import { HandoversRepository } from './handovers.repository.js';
import { HandoversService } from './handovers.service.js';
import { type ImportedHandover } from './import-rows.js';
import { HandoverReminders } from './reminders.service.js';
import { HandoverSummaries } from './summary.queries.js';

let test: TestDatabase;
let db: Database;
let reader: HandoversReader;
let summaries: HandoverSummaries;
let campaignId: number;
const file = (): CampaignFile => JSON.parse(readFileSync(new URL('../../../data/stop-sex-trafficking/campaign.json', import.meta.url), 'utf8')) as CampaignFile;

const handoversOf = (campaign: CampaignFile): ImportedHandover[] =>
  campaign.jurisdictions.flatMap((one) => one.handovers.map((entry) => ({ jurisdiction: one.id, timeZone: one.timeZone, entry })));
const write = (campaign: CampaignFile): Promise<string[]> =>
  db.transaction((tx) => writeImportedHandovers(tx, campaignId, handoversOf(campaign), { firstStart: '2026-11-22', language: 'en' }), { actor: 'import' });
const count = async (table: string): Promise<number> => Number((await db.rows<{ n: string }>(`select count(*) as n from ${table}`))[0]?.n);
const entryOf = (campaign: CampaignFile, id: string): CampaignFile['jurisdictions'][number]['handovers'][number] => {
  const found = campaign.jurisdictions.flatMap((one) => one.handovers).find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};

/** As much of the campaign as handovers stand on; the whole of it is written by the importer. */
async function writeGround(campaign: CampaignFile): Promise<number> {
  const [{ id } = { id: 0 }] = await db.rows<{ id: number }>(`insert into campaigns (slug, title, kind) values ('record', '{}', 'record') returning id`);
  const one = (sql: string, rows: unknown): Promise<unknown> => db.rows(sql, [id, JSON.stringify(rows)]);
  const all = campaign.jurisdictions;
  await one(`insert into jurisdictions (campaign_id, id, kind, iso2, name, petition_state, position)
    select $1, j.id, j.kind, j.iso2, j.id, j.state, j.position from jsonb_to_recordset($2::jsonb) as j(id text, kind text, iso2 text, state text, position integer)`,
  all.map((j, position) => ({ id: j.id, kind: j.kind === 'global' ? 'world' : j.kind, iso2: j.iso2, position, state: j.petition.status === 'research-only' ? 'research-only' : j.petition.status === 'no-petition' ? 'none' : 'petition' })));
  await one(`insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, privacy, default_language)
    select $1, j.id, 'record-' || lower(j.id), j.takes, 'closed', 'standard', 'en' from jsonb_to_recordset($2::jsonb) as j(id text, takes boolean)`,
  all.filter((j) => j.petition.status === 'collected').map((j) => ({ id: j.id, takes: j.kind === 'country' })));
  await one(`update petitions p set shared_from = (select l.id from petitions l where l.campaign_id = $1 and l.jurisdiction_id = x.lender)
    from jsonb_to_recordset($2::jsonb) as x(id text, lender text) where p.campaign_id = $1 and p.jurisdiction_id = x.id`,
  all.filter((j) => j.petition.sharedFrom).map((j) => ({ id: j.id, lender: j.petition.sharedFrom })));
  await one(`insert into calls_to_action (campaign_id, jurisdiction_id, key, position)
    select $1, k.j, k.id, k.position from jsonb_to_recordset($2::jsonb) as k(j text, id text, position integer)`,
  all.flatMap((j) => j.petition.callsToAction.map((call, position) => ({ j: j.id, id: call.id, position }))));
  await one(`insert into attested_counts (petition_id, count, qualifier, document, attested_by, recorded_by)
    select p.id, a.count, a.qualifier, 'report', 'report', 'import' from jsonb_to_recordset($2::jsonb) as a(id text, count integer, qualifier text)
    join petitions p on p.campaign_id = $1 and p.jurisdiction_id = a.id`,
  all.filter((j) => j.kind === 'country').flatMap((j) => { const figure = printedFigure(j); return figure ? [{ id: j.id, count: figure.signatures, qualifier: figure.qualifier }] : []; }));
  return id;
}

beforeAll(async () => {
  test = await testDatabase();
  db = new Database(await dataSourceFor(test.config.database, { entities: HANDOVER_ENTITIES }).initialize());
  reader = new HandoversReader(new HandoverQueries(db), new CommitmentQueries(db, new LinkChecks(db)), new BundleQueries(db), new HandoversRepository(db));
  summaries = new HandoverSummaries(db);
  campaignId = await writeGround(file());
}, 60_000);

afterAll(async () => {
  await db?.dataSource.destroy();
  await test?.drop();
});

describe('the handovers of the record', () => {
  it('come in whole: 41 handovers, 39 commitments, and what they answer', async () => {
    const paths = await write(file());
    expect(paths).toHaveLength(41);
    expect(paths).toContain('/jurisdictions/GB/handovers/GB-h1');
    const held = (await summaries.handoverRows(campaignId)).filter((row) => row.level === 'national' && row.status === 'held');
    expect(held).toHaveLength(35);
    expect(held.reduce((sum, row) => sum + (row.signatures ?? 0), 0)).toBe(5_808_143);
    expect(held.some((row) => row.qualifier === 'more-than')).toBe(true);
    const commitments = await summaries.commitmentRows(campaignId);
    const by = (status: string): number => commitments.filter((row) => row.status === status).length;
    expect([commitments.length, by('promised'), by('in-progress'), by('fulfilled')]).toEqual([39, 28, 8, 3]);
    const answered = await summaries.answeredCallRows(campaignId);
    expect([answered.length, answered.filter((row) => row.byName).length]).toEqual([50, 12]);
  });

  it('tell of the EU and of the world three figures that do not agree, side by side', async () => {
    const { items } = await reader.list({ audience: 'public', campaign: 'record', pageSize: 200 });
    const figures = async (key: string): Promise<unknown> => { const { members: _members, ...rest } = (await reader.get(items.find((item) => item.key === key)?.id ?? '', 'public')).bundle ?? { members: [] }; return rest; };
    expect(await figures('region-eu-h1')).toMatchObject({ stated: { signatures: 2_333_033, qualifier: 'exact' }, sumOfMembers: { signatures: 2_402_859, from: 16, of: 17, lowerBound: false }, verified: 0 });
    expect(await figures('global-un-h1')).toMatchObject({ stated: { signatures: 7_000_000, qualifier: 'more-than' }, sumOfMembers: { signatures: 5_979_779, from: 41, of: 47, lowerBound: true }, verified: 0 });
  });

  it('date what was fulfilled, with the place where the source says so', async () => {
    const { items } = await reader.commitments({ audience: 'public', campaign: 'record', jurisdiction: 'NZ' });
    expect(items[0]).toMatchObject({ status: 'fulfilled', overdue: false, due: { edtf: '2011-09-21/2011-09-30', from: '2011-09-21', to: '2011-09-30' } });
    expect(items[0]?.history).toMatchObject([{ status: 'promised', datedEdtf: '2011-08-16' }, { status: 'fulfilled', datedEdtf: '2011-09-20', evidence: 'upholding-commitments-2011 · Appendix, NEW ZEALAND · 543' }]);
  });

  it('come a second time without a trace', async () => {
    const before = [await count('history'), await count('commitment_statuses'), await count('handovers')];
    expect(await write(file())).toEqual([]);
    expect([await count('history'), await count('commitment_statuses'), await count('handovers')]).toEqual(before);
  });

  it('change where the file changed, say where, and keep what was', async () => {
    const changed = file();
    const gb = entryOf(changed, 'GB-h1');
    gb.signatures = 735_890;
    const at = entryOf(changed, 'AT-h1');
    at.commitments = [{ ...at.commitments[0], status: 'fulfilled', date: '2011-10-05' } as never];
    at.recipients = [...at.recipients, { name: null, office: { en: 'Clerk' }, body: null, kind: 'parliament' }];
    const before = await count('history');
    expect((await write(changed)).sort()).toEqual([
      '/jurisdictions/AT/handovers/AT-h1/commitments/AT-h1-m1/date', '/jurisdictions/AT/handovers/AT-h1/commitments/AT-h1-m1/status',
      '/jurisdictions/AT/handovers/AT-h1/recipients/1', '/jurisdictions/GB/handovers/GB-h1/signatures',
    ]);
    // Two rows of handovers; the commitment's own row and the first recipient are as they were.
    expect(await count('history')).toBe(before + 2);
    const { items } = await reader.commitments({ audience: 'public', campaign: 'record', jurisdiction: 'AT' });
    expect(items[0]?.history.map((entry) => entry.status)).toEqual(['promised', 'in-progress', 'fulfilled']);
    const rows = await summaries.handoverRows(campaignId);
    expect(rows.find((row) => row.key === 'GB-h1')?.signatures).toBe(735_890);
    await write(file());
    expect((await reader.commitments({ audience: 'public', campaign: 'record', jurisdiction: 'AT' })).items[0]?.status).toBe('in-progress');
  });

  it('go when the file no longer has them, and come back', async () => {
    const fewer = file();
    for (const one of fewer.jurisdictions) one.handovers = one.handovers.filter((entry) => entry.id !== 'NZ-h1');
    expect(await write(fewer)).toEqual(['/jurisdictions/NZ/handovers/NZ-h1']);
    expect((await summaries.commitmentRows(campaignId)).some((row) => row.jurisdiction === 'NZ')).toBe(false);
    expect(await write(file())).toEqual(['/jurisdictions/NZ/handovers/NZ-h1']);
    expect((await summaries.commitmentRows(campaignId)).length).toBe(39);
  });

  it('remind nobody of anything', async () => {
    expect(await new HandoverReminders(db).dueReminders(new Date('2011-10-01T09:00:00Z'))).toBe(0);
  });
});

describe('a living campaign whose file comes again', () => {
  it('keeps what people have changed since, and takes what the file changed', async () => {
    await db.rows(`update campaigns set kind = 'live' where id = $1`, [campaignId]);
    const service = new HandoversService(db, new HandoversRepository(db), new AuditLog(db));
    const [{ id } = { id: '' }] = await db.rows<{ id: string }>(`select id from handovers where key = 'MX-h1'`);
    await service.hold(id, { outcome: 'held', heldOn: '2026-11-20', signatures: 4_321 }, { id: 'user-1', name: 'Organiser' });
    expect(await write(file())).toEqual([]);
    const changed = file();
    entryOf(changed, 'MX-h1').place = { en: 'Mexico City', es: 'Ciudad de México' };
    expect(await write(changed)).toEqual(['/jurisdictions/MX/handovers/MX-h1/place']);
    const now = await reader.get(id, 'public');
    expect(now).toMatchObject({ status: 'held', place: 'Mexico City', stated: { signatures: 4_321 }, date: { edtf: '2026-11-20' }, words: { place: { es: 'Ciudad de México' } } });
  });
});

import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditLog } from '#libs/access';
import { Database, dataSourceFor } from '#libs/database';
import { LinkChecks } from '#libs/outbound';
import { dataFolder } from '#libs/petitions';
import { importFile } from '../../../../test/support/importing.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { BundleQueries } from '../bundles.queries.js';
import { CommitmentQueries } from '../commitments.queries.js';
import { HANDOVER_ENTITIES } from '../handovers.entity.js';
import { HandoverQueries } from '../handovers.queries.js';
import { HandoversReader } from '../handovers.reader.js';
import { HandoversRepository } from '../handovers.repository.js';
import { type HandoverLevel } from '../handovers.types.js';
import { Bundles } from './bundles.service.js';

const actor = { id: 'user-1', name: 'Organiser of the region' };

/** Of the sixteen with a figure: those whose day is after 28 June 2011. */
const NINE = ['AT', 'BE', 'DE', 'ES', 'FR', 'GR', 'IE', 'LV', 'SE'];

let test: TestDatabase;
let db: Database;
let bundles: Bundles;
let reader: HandoversReader;

beforeAll(async () => {
  test = await testDatabase();
  db = new Database(await dataSourceFor(test.config.database, { entities: HANDOVER_ENTITIES }).initialize());
  const repository = new HandoversRepository(db);
  bundles = new Bundles(db, repository, new AuditLog(db));
  reader = new HandoversReader(new HandoverQueries(db), new CommitmentQueries(db, new LinkChecks(db)), new BundleQueries(db), repository);
  for (const name of ['stop-sex-trafficking', 'keep-your-word']) await importFile(db, readFileSync(path.join(dataFolder(), name, 'campaign.json'), 'utf8'));
}, 60_000);

afterAll(async () => {
  await db?.dataSource.destroy();
  await test?.drop();
});

async function recorded(key: string) {
  const [row] = await db.rows<{ id: string }>(`select id from handovers where key = $1`, [key]);
  return reader.get(row?.id ?? '', 'public');
}

describe('the record', () => {
  it('shows the EU bundle as stated, as its members’ sum and as verified, and names the nine that handed over after it', async () => {
    const { bundle } = await recorded('region-eu-h1');
    expect(bundle).toMatchObject({ stated: { signatures: 2_333_033, qualifier: 'exact' }, sumOfMembers: { signatures: 2_402_859, from: 16, of: 17 }, verified: 0 });
    expect([...(bundle?.after ?? [])].sort()).toEqual(NINE);
  });

  it('leaves the overlap of South Asia with India unknown, and adds neither to the other', async () => {
    const { bundle, overlap } = await recorded('region-south-asia-h1');
    expect(bundle).toMatchObject({ stated: { signatures: 66_750 }, sumOfMembers: { signatures: 302_107, from: 1 }, verified: 0, overlapUnknown: ['IN'] });
    expect(overlap).toBeNull();
  });
});

describe('a living bundle', () => {
  const made: Record<string, string> = {};

  beforeAll(async () => {
    const [campaign] = await db.rows<{ id: number }>(`select id from campaigns where slug = 'keep-your-word'`);
    const add = async (key: string, jurisdiction: string, level: HandoverLevel, date: string, signatures: number | null, covered: string[], status = 'held') => {
      const [row] = await db.rows<{ id: string }>(
        `insert into handovers (campaign_id, jurisdiction_id, level, status, date_edtf, date_from, date_to, signatures, signatures_qualifier) values ($1, $2, $3, $4, $5::text, $5::date, $5::date, $6::bigint, case when $6::bigint is null then null else 'exact' end) returning id`,
        [campaign?.id, jurisdiction, level, status, date, signatures]);
      made[key] = row?.id ?? '';
      await db.rows(`insert into handover_jurisdictions (handover_id, campaign_id, jurisdiction_id) select $1, $2, unnest($3::text[])`, [row?.id, campaign?.id, covered]);
    };
    await add('gb-first', 'GB', 'national', '2026-01-10', 400, ['GB']);
    await add('gb-second', 'GB', 'national', '2026-03-10', 900, ['GB']);
    await add('fr', 'FR', 'national', '2026-02-10', 100, ['FR']);
    await add('bundle', 'region-middle-east', 'regional', '2026-02-20', null, ['GB', 'FR'], 'planned');
    await add('later', 'region-middle-east', 'regional', '2026-05-20', null, ['GB', 'FR'], 'planned');
  });

  it('counts each country once: by its newest handover, or by the one that was chosen', async () => {
    const sum = async () => (await reader.get(made['bundle'] ?? '', 'organiser')).bundle?.sumOfMembers;
    expect(await sum()).toMatchObject({ signatures: 1000, from: 2 });
    await bundles.compose(made['bundle'] ?? '', { members: [made['gb-first'] ?? ''] }, actor);
    expect(await sum()).toMatchObject({ signatures: 500, from: 2 });
    await expect(bundles.compose(made['bundle'] ?? '', { members: [made['gb-first'] ?? '', made['gb-second'] ?? '', made['later'] ?? '', randomUUID()] }, actor)).rejects.toMatchObject({
      fields: [{ field: 'members.1', code: 'twice' }, { field: 'members.2', code: 'unknown' }, { field: 'members.3', code: 'unknown' }],
    });
  });

  it('stands in the place of an earlier one, and never in a circle', async () => {
    await bundles.compose(made['later'] ?? '', { supersedes: made['bundle'] }, actor);
    expect(await reader.get(made['bundle'] ?? '', 'public')).toMatchObject({ supersededBy: made['later'] });
    expect(await reader.get(made['later'] ?? '', 'public')).toMatchObject({ supersedes: made['bundle'], supersededBy: null });
    await expect(bundles.compose(made['bundle'] ?? '', { supersedes: made['later'] }, actor)).rejects.toMatchObject({ fields: [{ field: 'supersedes', code: 'circle' }] });
    await expect(bundles.compose(made['gb-first'] ?? '', { members: [] }, actor)).rejects.toMatchObject({ code: 'handovers.not_a_bundle' });
    expect(await db.rows(`select 1 from audit_log where action = 'handover.bundle'`)).not.toHaveLength(0);
  });

  it('is frozen where it is part of a record', async () => {
    const { id } = await recorded('region-eu-h1');
    await expect(bundles.compose(id, { supersedes: null }, actor)).rejects.toMatchObject({ code: 'handovers.frozen' });
  });

  it('tells from how many people at least its signatures are', async () => {
    const of = async (slug: string) => (await db.rows<{ id: number }>(`select id from petitions where slug = $1`, [slug]))[0]?.id;
    const [gb, fr] = [await of('keep-your-word-gb'), await of('keep-your-word-fr')];
    const key = (): Buffer => randomBytes(16);
    const [ada, name, other] = [key(), key(), key()];
    const sign = (petition: number | undefined, email: Buffer | null, named: Buffer | null, status = 'counted') => db.rows(
      `insert into signatures (petition_id, id, signed_at, received_at, counted_at, status, channel, text_version, country, language, email_key, name_key)
       values ($1, $2, now(), now(), case when $5::text = 'counted' then now() end, $5::text::signature_status, 'store', 1, 'GB', 'en', $3, $4)`, [petition, randomUUID(), email, named, status]);
    await sign(gb, ada, name);            // Ada at home …
    await sign(fr, ada, null);            // … and abroad: one person
    await sign(fr, null, name);           // her name without an address: may be her
    await sign(fr, null, other);          // somebody else by name
    await sign(fr, null, null);           // by name and town only: may be anybody
    await sign(gb, key(), null, 'withdrawn');
    await bundles.askOverlap(made['bundle'] ?? '', actor);
    expect((await reader.get(made['bundle'] ?? '', 'organiser')).overlap).toMatchObject({ asOf: null });
    expect((await reader.get(made['bundle'] ?? '', 'public')).overlap).toBeNull();
    await bundles.reckonOverlap(made['bundle'] ?? '');
    // Four in France alone, where nobody counts twice; by keys only two would be sure.
    expect((await reader.get(made['bundle'] ?? '', 'public')).overlap).toMatchObject({ signatures: 5, people: 4, petitions: 2 });
  });
});

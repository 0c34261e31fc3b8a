import { createHash, randomBytes } from 'node:crypto';
import { AuditLog } from '#libs/access';
import { type AppConfig } from '#libs/config';
import { Database, dataSourceFor } from '#libs/database';
import { HANDOVER_ENTITIES, HandoverSealer, HandoversRepository, SealDesk, verifySeals } from '#libs/handovers';
import { signable, type SignableFacts } from '#libs/petitions';
import { recount, SignatureLedger } from '#libs/signatures';
import { AttestedCounts, MILESTONE_CROSSED, TallyBook, TallyFigures } from '#libs/tallies';
import { PrivateKeyStore } from '#libs/vault';
import { type NewRow } from '../../libs/signatures/src/ledger.repository.js';
import { type World } from './histories.js';
import { LADDER, type Signing } from './model.js';

const actor = { id: 'spec', name: 'Spec' };
const keyOf = (petition: number, text: string | null): string | null => text && createHash('sha256').update(`${petition} ${text}`).digest('hex').slice(0, 32);
const hashOf = (id: string, purpose: string): Buffer => createHash('sha256').update(`${purpose} ${id}`).digest();

/** Petitions on a real Postgres, by the services that the worker and the organisers' pages call. */
export class RealWorlds {
  private made = 0;

  private constructor(private readonly db: Database, private readonly keys: PrivateKeyStore) {}

  static async open(config: AppConfig): Promise<RealWorlds> {
    const db = new Database(await dataSourceFor(config.database, { entities: HANDOVER_ENTITIES, poolSize: 4 }).initialize());
    const keys = await PrivateKeyStore.open(config.keysDir);
    await keys.ensureCampaign('life');
    await db.rows(`insert into campaigns (slug, title, kind, default_language) values ('life', '{"en": "Life"}', 'live', 'en')`);
    return new RealWorlds(db, keys);
  }

  async close(): Promise<void> {
    await this.db.dataSource.destroy();
  }

  /** What `countersign verify` finds: nothing. */
  async drift(): Promise<string[]> {
    return [...(await recount(this.db)).drift, ...(await verifySeals(this.db)).drift].map(({ where, stored, recounted }) => `${where}: ${stored}, recounted ${recounted}`);
  }

  /** Events of the histories so far are of no more use. */
  async forget(): Promise<void> {
    await this.db.rows(`truncate outbox`);
  }

  async newWorld(): Promise<World> {
    const place = `life-n${++this.made}`;
    await this.db.rows(`insert into jurisdictions (campaign_id, id, kind, name, petition_state) select id, $1, 'region', $1, 'petition' from campaigns where slug = 'life'`, [place]);
    const [{ id = 0 } = {}] = await this.db.rows<{ id: number }>(
      `insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, confirmation, privacy, target, default_language) select id, $1, $1, true, 'draft', 'required', 'standard', 4, 'en' from campaigns where slug = 'life' returning id`, [place]);
    await this.db.rows(`insert into petition_texts (petition_id, language, version, title, demand) values ($1, 'en', 1, 'A petition', 'A demand')`, [id]);
    await this.db.rows(`insert into milestones (petition_id, threshold, origin) select $1, unnest($2::int[]), 'organiser'`, [id, LADDER.filter((n) => n !== 4)]);
    const [handover] = await this.db.rows<{ id: string }>(
      `insert into handovers (campaign_id, jurisdiction_id, level, status, date_edtf, date_from, date_to) select campaign_id, jurisdiction_id, 'national', 'planned', '2099-06-01', '2099-06-01', '2099-06-01' from petitions where id = $1 returning id`, [id]);
    await this.db.rows(`insert into handover_jurisdictions (handover_id, campaign_id, jurisdiction_id) select h.id, h.campaign_id, h.jurisdiction_id from handovers h where h.id = $1`, [handover?.id]);
    return worldOf(this.db, this.keys, id, handover?.id ?? '');
  }
}

function worldOf(db: Database, keys: PrivateKeyStore, petition: number, handover: string): World {
  const book = new TallyBook();
  const audit = new AuditLog(db);
  const ledger = new SignatureLedger(db, book);
  const counts = new AttestedCounts(db, book);
  const [desk, sealer, figures] = [new SealDesk(db, new HandoversRepository(db), audit), new HandoverSealer(db, book, keys, audit), new TallyFigures(db)];
  const attested: string[] = [];
  const press = ({ id }: Signing, purpose: 'confirm' | 'withdraw') => ({ petitionId: petition, recordId: id, hash: hashOf(id, purpose) });
  const rows = new Map<string, NewRow>();
  const rowOf = (one: Signing): NewRow => {
    const witnessed = one.channel !== 'online';
    const made = rows.get(one.id) ?? {
      petitionId: petition, id: one.id, channel: one.channel, country: one.country, emailKey: keyOf(petition, one.email), nameKey: keyOf(petition, one.name),
      signedAt: one.signedAt, receivedAt: one.signedAt, confirmedAt: witnessed ? one.signedAt : null, confirmHash: witnessed ? null : hashOf(one.id, 'confirm'), withdrawHash: one.email ? hashOf(one.id, 'withdraw') : null,
      personCommit: randomBytes(32), sealed: randomBytes(64), textVersion: 1, language: 'en', claimedAt: null, via: null, updates: [], synthetic: false,
    };
    rows.set(one.id, made);
    return made;
  };
  return {
    door: async (state) => void (await db.rows(
      `update petitions set status = $2, opened_at = coalesce(opened_at, now()), closes_at = case when $3 then now() - interval '1 minute' end, closed_at = case when $2 = 'closed' then now() end, closed_reason = case when $2 = 'closed' then 'over' end where id = $1`,
      [petition, state === 'ended' ? 'open' : state, state === 'ended'])),
    takes: async () => {
      const [facts] = await db.rows<SignableFacts>(`select status, takes_signatures as "takesSignatures", opens_at as "opensAt", closes_at as "closesAt", closed_at as "closedAt", closed_reason as "closedReason" from petitions where id = $1`, [petition]);
      return facts !== undefined && signable(facts, new Date()).state === 'open';
    },
    write: async (batch, signings) => void (await ledger.record(batch, signings.map(rowOf))),
    press: async (signings) => void (await ledger.confirm(signings.map((one) => press(one, 'confirm')))),
    takeBack: async (one) => void (await ledger.withdraw([press(one, 'withdraw')])),
    invalidate: async ({ id }) => void (await ledger.invalidate(petition, [id], 'spec')),
    restore: async ({ id }) => void (await ledger.restore(petition, [id], 'spec')),
    attest: async (count) => void attested.push((await counts.record({ petitionId: petition, count, qualifier: 'exact', channel: 'paper', document: 'A box', attestedBy: 'Somebody' }, 'spec')).id),
    revoke: (nth) => counts.revoke(petition, attested[nth] ?? '', 'spec'),
    seal: async () => sealer.seal(await desk.ask(handover, {}, actor)),
    expire: async () => void (await ledger.expire(petition, new Date(Date.now() - 14 * 86_400_000))),
    look: async () => {
      const view = await figures.view(petition);
      const counting = await db.rows<{ id: string; cell: string }>(`select id, country || ' ' || channel as cell from signatures where petition_id = $1 and status = 'counted'`, [petition]);
      const told = await db.rows<{ threshold: number }>(`select jsonb_array_elements_text(payload -> 'reached')::int as threshold from outbox where topic = $2 and (payload ->> 'petitionId')::int = $1`, [petition, MILESTONE_CROSSED]);
      const mails = await db.rows<{ mail: string }>(
        `select case topic when 'signatures.counted' then 'thank ' else 'greet ' end || jsonb_array_elements_text(payload -> 'ids') as mail from outbox
          where topic in ('signatures.unconfirmed', 'signatures.repeated', 'signatures.counted') and (payload ->> 'petitionId')::int = $1`, [petition]);
      const seals = await db.rows<{ size: number }>(`select size from seals where handover_id = $1 and state = 'sealed' order by number`, [handover]);
      return {
        counted: view?.counted ?? -1, attested: view?.attested?.count ?? 0, total: view?.total ?? -1,
        cells: summed((view?.cells ?? []).map(({ country, channel, n }) => [`${country} ${channel}`, n])), rows: summed(counting.map(({ cell }) => [cell, 1])),
        counting: counting.map(({ id }) => id), seals: seals.map(({ size }) => size), reached: told.map(({ threshold }) => threshold), mails: mails.map(({ mail }) => mail),
      };
    },
  };
}

/** Sums by name, in the order of names, without zeros. */
function summed(parts: readonly (readonly [string, number])[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [name, n] of parts) sums.set(name, (sums.get(name) ?? 0) + n);
  return Object.fromEntries([...sums].filter(([, n]) => n !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}

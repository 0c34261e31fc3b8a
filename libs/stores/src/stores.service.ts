import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import type { FieldFault } from '#libs/config';
import { Database, sqlState, type Tx } from '#libs/database';
import { isId } from './paging.js';
import { readStoreCsv } from './store-csv-rules.js';
import { languageTag, storeFaults, tidy } from './store-fields.js';
import { csvInvalid, storeClosed, storeCodeTaken, storeInvalid, storeUnknown } from './stores.errors.js';
import { countriesOf, insertStore, listStores, lockStore, storeAreas, storeByCode, storeById, storesOfCodes, updateStore, upsertStores } from './stores.repository.js';
import type { Agreement, CsvResult, NewStore, Store, StoreActor, StoreArea, StoreFilter, StoreLine, StorePatch, StoreScope } from './stores.types.js';

const CODES_FRESH_MS = 10_000;

/**
 * Places that collect, and what was agreed with them. Each write is one transaction with its audit entry; the former row stands in
 * `history`. Whether the actor may do it is asked by the caller.
 */
@Injectable()
export class Stores {
  private readonly codes = new Map<number, { until: number; reading: Promise<ReadonlySet<string>> }>();

  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  /** By country, area and name. Filters narrow; `within` says what the reader may see at all. */
  list(filter: StoreFilter): Promise<{ stores: StoreLine[]; total: number; page: number; pageSize: number }> {
    const storeIds = filter.storeIds?.filter(isId);
    return listStores(this.db, storeIds ? { ...filter, storeIds } : filter);
  }

  /** Open stores by country and area, of what may be seen. */
  areas(campaignId: number, within?: readonly StoreScope[]): Promise<StoreArea[]> {
    return storeAreas(this.db, campaignId, within);
  }

  byId(id: string): Promise<Store | null> {
    return isId(id) ? storeById(this.db, id) : Promise.resolve(null);
  }

  byCode(campaignId: number, code: string): Promise<Store | null> {
    return storeByCode(this.db, campaignId, code);
  }

  /** Codes that `via` may name, closed stores' too: their posters hang on. At most 10 s old. */
  knownCodes(campaignId: number): Promise<ReadonlySet<string>> {
    const known = this.codes.get(campaignId);
    if (known && known.until > Date.now()) return known.reading;
    const reading = this.db.rows<{ code: string }>(`select code from stores where campaign_id = $1`, [campaignId]).then((rows): ReadonlySet<string> => new Set(rows.map((row) => row.code)));
    this.codes.set(campaignId, { until: Date.now() + CODES_FRESH_MS, reading });
    reading.catch(() => this.codes.delete(campaignId));
    return reading;
  }

  /** @throws DomainError `stores.invalid` with every field at fault, `stores.code_taken` */
  async create(input: NewStore, actor: StoreActor): Promise<Store> {
    try {
      const store = await this.db.transaction(async (tx) => {
        assertFaultless(storeFaults(fieldsOf(input), { whole: true, countries: await countriesOf(tx, input.campaignId) }));
        const made = await insertStore(tx, {
          campaignId: input.campaignId, jurisdictionId: input.jurisdictionId, kind: input.kind ?? 'store', code: input.code.trim(), name: tidy(input.name) ?? '', area: tidy(input.area),
          town: tidy(input.town), language: languageTag(input.language.trim()) ?? '', timeZone: input.timeZone.trim(),
        }, actor.id);
        await this.note(tx, actor, 'store.create', made.id, { code: made.code, country: made.jurisdictionId });
        return made;
      }, { actor: actor.id });
      this.codes.delete(input.campaignId);
      return store;
    } catch (error) {
      if (sqlState(error) === '23505') throw storeCodeTaken();
      throw error;
    }
  }

  /** @throws DomainError `stores.unknown`, `stores.closed`, `stores.invalid` with every field at fault */
  async update(id: string, patch: StorePatch, actor: StoreActor): Promise<Store> {
    return this.db.transaction(async (tx) => {
      const store = await this.open(tx, id);
      assertFaultless(storeFaults(fieldsOf(patch), { whole: false, countries: new Set() }));
      const after = {
        kind: patch.kind ?? store.kind, name: patch.name === undefined ? store.name : (tidy(patch.name) ?? ''), area: patch.area === undefined ? store.area : tidy(patch.area),
        town: patch.town === undefined ? store.town : tidy(patch.town), language: patch.language === undefined ? store.language : (languageTag(patch.language.trim()) ?? ''),
        timeZone: patch.timeZone?.trim() ?? store.timeZone,
      };
      const changed = (Object.keys(after) as (keyof typeof after)[]).filter((field) => after[field] !== store[field]);
      if (changed.length === 0) return store;
      const saved = await updateStore(tx, id, after);
      await this.note(tx, actor, 'store.change', id, { fields: changed.sort() });
      return saved;
    }, { actor: actor.id });
  }

  /**
   * Closes it: no more pairing, no new sheets; open codes end. Its tablets go on handing over what they hold, and its history stays.
   * Closing a closed one changes nothing. @throws DomainError `stores.unknown`
   */
  async close(id: string, actor: StoreActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const store = isId(id) ? await lockStore(tx, id) : null;
      if (!store) throw storeUnknown();
      if (store.closedAt) return;
      await tx.query(`update stores set closed_at = clock_timestamp() where id = $1`, [id]);
      await tx.query(`update pairing_codes set expires_at = clock_timestamp() where store_id = $1 and used_at is null and expires_at > clock_timestamp()`, [id]);
      await this.note(tx, actor, 'store.close', id, { code: store.code });
    }, { actor: actor.id });
  }

  /**
   * Adds and changes stores by code; the same file again changes nothing, and stores it doesn't name stay.
   * @throws DomainError `stores.csv_invalid` with every faulty line, column and reason; then nothing is written
   */
  async importCsv(campaignId: number, text: string | Uint8Array, actor: StoreActor): Promise<CsvResult> {
    const result = await this.db.transaction(async (tx) => {
      const { stores, faults } = readStoreCsv(text, await countriesOf(tx, campaignId));
      if (faults.length > 0) throw csvInvalid(faults);
      // A code that moves to another country is a slip: its posters, tablets and sheets are where they are.
      const known = await storesOfCodes(tx, campaignId, stores.map((store) => store.code));
      const moved = stores.filter((store) => (known.get(store.code)?.jurisdictionId ?? store.jurisdictionId) !== store.jurisdictionId);
      if (moved.length > 0) throw csvInvalid(moved.map((store) => ({ field: `line ${store.line}: country`, code: 'other_country' })));
      const { created, changed } = await upsertStores(tx, campaignId, stores, actor.id);
      if (created + changed > 0) {
        await this.audit.append(tx, { actor: actor.id, action: 'stores.import', subject: `campaign:${campaignId}`, details: { created, changed, unchanged: stores.length - created - changed } });
      }
      return { created, changed, unchanged: stores.length - created - changed };
    }, { actor: actor.id });
    this.codes.delete(campaignId);
    return result;
  }

  /**
   * Writes down that the processor agreement (GDPR Art. 28) is signed; a newer one takes its place, the former stands in `history`.
   * @throws DomainError `stores.unknown`, `stores.closed`, `stores.invalid`
   */
  async recordAgreement(storeId: string, agreement: Pick<Agreement, 'signedOn' | 'signedBy' | 'document'>, actor: StoreActor): Promise<Store> {
    return this.db.transaction(async (tx) => {
      const store = await this.open(tx, storeId);
      assertFaultless(agreementFaults(agreement, new Date()));
      const recorded: Agreement = {
        signedOn: agreement.signedOn, signedBy: tidy(agreement.signedBy) ?? '', document: tidy(agreement.document) ?? '', recordedBy: actor.name, recordedAt: new Date().toISOString(),
      };
      await tx.query(`update stores set agreement = $2 where id = $1`, [storeId, JSON.stringify(recorded)]);
      await this.note(tx, actor, 'store.agreement', storeId, { signedOn: recorded.signedOn });
      return { ...store, agreement: recorded };
    }, { actor: actor.id });
  }

  private async open(tx: Tx, id: string): Promise<Store> {
    const store = isId(id) ? await lockStore(tx, id) : null;
    if (!store) throw storeUnknown();
    if (store.closedAt) throw storeClosed();
    return store;
  }

  /** Last in every transaction: entries queue behind one lock. */
  private async note(tx: Tx, actor: StoreActor, action: string, id: string, details: Record<string, string | string[]>): Promise<void> {
    await this.audit.append(tx, { actor: actor.id, action, subject: `store:${id}`, details });
  }
}

function fieldsOf({ code, name, jurisdictionId, kind, area, town, language, timeZone }: Partial<NewStore>): Partial<NewStore> {
  return Object.fromEntries(Object.entries({ code, name, jurisdictionId, kind, area, town, language, timeZone }).filter(([, value]) => value !== undefined));
}

function agreementFaults(agreement: Pick<Agreement, 'signedOn' | 'signedBy' | 'document'>, now: Date): FieldFault[] {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(agreement.signedOn) ? new Date(`${agreement.signedOn}T00:00:00Z`) : null;
  const sound = day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(agreement.signedOn);
  const text = (field: 'signedBy' | 'document', max: number): FieldFault[] => {
    const words = tidy(agreement[field]);
    if (words === null) return [{ field, code: 'required' }];
    return [...words].length > max ? [{ field, code: 'too_long', facts: { max } }] : [];
  };
  return [
    // Somewhere on Earth it is tomorrow already.
    ...(!sound ? [{ field: 'signedOn', code: 'malformed' }] : day.getTime() > now.getTime() + 14 * 3_600_000 ? [{ field: 'signedOn', code: 'in_future' }] : []),
    ...text('signedBy', 120), ...text('document', 300),
  ];
}

function assertFaultless(faults: readonly FieldFault[]): void {
  if (faults.length > 0) throw storeInvalid(faults);
}

import { Injectable } from '@nestjs/common';
import { parse } from 'csv-parse/sync';
import { type Actor, can } from '#libs/access';
import { DomainError, type FieldFault } from '#libs/config';
import { Database } from '#libs/database';
import { type CsvResult, STORE_ERRORS, Stores } from '#libs/stores';
import { asStoreActor } from './store-rights.js';

/** What a line says of its place, as far as it can be read. */
interface Place {
  line: number;
  code: string;
  jurisdictionId: string;
  area: string | null;
}

/** Brings a list of stores in: that every line is of a place the importer looks after is asked here, all else by the lib. */
@Injectable()
export class StoreImport {
  constructor(private readonly stores: Stores, private readonly db: Database) {}

  /** @throws DomainError `stores.csv_invalid` with every faulty line named; then nothing is written */
  async run(campaignId: number, text: string, actor: Actor): Promise<CsvResult> {
    if (!can(actor, 'collect', { campaignId })) {
      const faults = await this.foreign(campaignId, text, actor);
      if (faults.length > 0) throw new DomainError(STORE_ERRORS.csvInvalid, 'invalid', { fields: faults, facts: { faults: faults.length } });
    }
    return this.stores.importCsv(campaignId, text, asStoreActor(actor));
  }

  /** Lines of places that are not the actor's, and codes of stores that are not. */
  private async foreign(campaignId: number, text: string, actor: Actor): Promise<FieldFault[]> {
    const places = placesIn(text);
    const known = await this.db.rows<{ id: string; code: string; jurisdictionId: string; area: string | null }>(
      `select id, code, jurisdiction_id as "jurisdictionId", area from stores where campaign_id = $1 and code = any($2)`, [campaignId, places.map(({ code }) => code)]);
    const theirs = new Map(known.map((store) => [store.code, store]));
    return places.flatMap(({ line, code, jurisdictionId, area }): FieldFault[] => {
      const store = theirs.get(code);
      if (!can(actor, 'collect', { campaignId, jurisdictionId, area, ...(store ? { storeId: store.id } : {}) })) return [{ field: `line ${line}: country`, code: 'not_yours' }];
      return store && !can(actor, 'collect', { campaignId, jurisdictionId: store.jurisdictionId, area: store.area, storeId: store.id }) ? [{ field: `line ${line}: code`, code: 'not_yours' }] : [];
    });
  }
}

/** As generous as can be: what cannot be read here is refused with its reason by the lib, which reads it strictly. */
function placesIn(text: string): Place[] {
  const plain = text.replace(/^\uFEFF/, '');
  const [header = ''] = plain.split(/\r\n|\r|\n/, 1);
  try {
    const rows = parse(plain, {
      delimiter: header.split(';').length > header.split(',').length ? ';' : ',', info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: 20_000,
    }) as unknown as { info: { lines: number }; record: string[] }[];
    const columns = (rows[0]?.record ?? []).map((cell) => cell.trim().toLowerCase());
    const cell = (record: string[], column: string): string => (record[columns.indexOf(column)] ?? '').normalize('NFC').trim().replace(/\s+/gu, ' ');
    return rows.slice(1).filter(({ record }) => record.some((text) => text.trim() !== ''))
      .map(({ info, record }) => ({ line: info.lines, code: cell(record, 'code'), jurisdictionId: cell(record, 'country').toUpperCase(), area: cell(record, 'area') || null }));
  } catch {
    return [];
  }
}

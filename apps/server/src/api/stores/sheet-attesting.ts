import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/access';
import { DomainError, type FieldFault } from '#libs/config';
import { Database, txRows } from '#libs/database';
import { type Sheet, SHEET_ERRORS, Sheets } from '#libs/stores';
import { AttestedCounts } from '#libs/tallies';
import { asStoreActor } from './store-rights.js';

export interface Attestation {
  /** The person who vouches for it. */
  attestedBy: string;
  document: string;
  note: string | null;
}

const invalid = (fields: FieldFault[]): DomainError => new DomainError(SHEET_ERRORS.invalid, 'invalid', { fields });

/** Sheets that won't be typed become one attested count: the count and the sheets' new state are there together or not at all. */
@Injectable()
export class SheetAttesting {
  constructor(private readonly db: Database, private readonly counts: AttestedCounts, private readonly sheets: Sheets) {}

  /** @throws DomainError `sheets.invalid`, `sheets.wrong_state`, `sheets.typed_already` */
  async attest(sheets: readonly Sheet[], { attestedBy, document, note }: Attestation, actor: Actor): Promise<{ count: number; attestedCountId: string }> {
    const [first] = sheets;
    const missing = Object.entries({ attestedBy, document }).filter(([, text]) => text.trim() === '').map(([field]) => ({ field, code: 'required' }));
    if (!first || missing.length > 0) throw invalid([...(first ? [] : [{ field: 'sheet', code: 'required' }]), ...missing]);
    if (sheets.some(({ petitionId }) => petitionId !== first.petitionId)) throw invalid([{ field: 'sheet', code: 'mixed' }]);
    const ids = sheets.map(({ id }) => id);
    return this.db.transaction(async (tx) => {
      // Held until the end: nobody counts the lines anew between the sum and the sheets' new state.
      const rows = await txRows<{ filled: number | null }>(tx, `select filled from sheets where id = any($1) order by id for update`, [ids]);
      const count = rows.reduce((sum, { filled }) => sum + (filled ?? 0), 0);
      if (count === 0) throw invalid([{ field: 'sheet', code: 'none_filled' }]);
      const { id } = await this.counts.recordIn(tx, { petitionId: first.petitionId, count, qualifier: 'exact', channel: 'paper', document: document.trim(), attestedBy: attestedBy.trim(), note }, actor.userId);
      await this.sheets.markAttested(tx, ids, id, asStoreActor(actor));
      return { count, attestedCountId: id };
    }, { actor: actor.userId });
  }
}

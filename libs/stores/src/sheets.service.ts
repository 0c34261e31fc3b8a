import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx } from '#libs/database';
import type { Page } from '#libs/petitions';
import type { KitSheet } from './device-protocol.js';
import type {
  ErrorRate, HeldSheet, LineConflict, PageRequest, PrintSheets, Sheet, SheetDestruction, SheetFilter, StoreActor,
} from './stores.types.js';

/** Numbered paper: printed, laid out, taken back, typed or attested, destroyed. */
@Injectable()
export class Sheets {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  print(_storeId: string, _input: PrintSheets, _actor: StoreActor): Promise<Sheet[]> {
    throw new Error('not yet');
  }

  ofStore(_storeId: string, _filter?: SheetFilter): Promise<Page<Sheet>> {
    throw new Error('not yet');
  }

  byId(_id: string): Promise<Sheet | null> {
    throw new Error('not yet');
  }

  byNumber(_number: string): Promise<Sheet | null> {
    throw new Error('not yet');
  }

  giveOut(_ids: readonly string[], _actor: StoreActor): Promise<void> {
    throw new Error('not yet');
  }

  returned(_id: string, _filledLines: number, _actor: StoreActor): Promise<void> {
    throw new Error('not yet');
  }

  markTyped(_id: string, _input: { force?: boolean; note?: string | null }, _actor: StoreActor): Promise<void> {
    throw new Error('not yet');
  }

  markAttested(_tx: Tx, _ids: readonly string[], _attestedCountId: string, _actor: StoreActor): Promise<void> {
    throw new Error('not yet');
  }

  destroy(_ids: readonly string[], _destruction: SheetDestruction, _actor: StoreActor): Promise<void> {
    throw new Error('not yet');
  }

  conflicts(_storeId: string, _page?: PageRequest): Promise<Page<LineConflict>> {
    throw new Error('not yet');
  }

  decide(_keyingId: string, _decision: 'keep' | 'retype', _actor: StoreActor): Promise<void> {
    throw new Error('not yet');
  }

  drawSecondKeying(_storeId: string, _share: number, _actor: StoreActor): Promise<{ drawn: number; of: number }> {
    throw new Error('not yet');
  }

  errorRate(_storeId: string): Promise<ErrorRate> {
    throw new Error('not yet');
  }

  noteComparison(_tx: Tx, _keyingId: string, _outcome: 'same' | 'different'): Promise<void> {
    throw new Error('not yet');
  }

  /** Holds sheets against a change of state until the transaction ends, and tells of each what decides about its lines. */
  hold(_tx: Tx, _ids: readonly string[]): Promise<Map<string, HeldSheet>> {
    throw new Error('not yet');
  }

  /** What a tablet of the store has to know for typing. */
  toType(_storeId: string): Promise<KitSheet[]> {
    throw new Error('not yet');
  }
}

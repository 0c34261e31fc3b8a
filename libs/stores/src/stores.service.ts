import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database } from '#libs/database';
import type { Agreement, CsvResult, NewStore, Store, StoreActor, StoreArea, StoreFilter, StoreLine, StorePatch, StoreScope } from './stores.types.js';

/** Places that collect, and what was agreed with them. Whether the actor may is asked by the caller. */
@Injectable()
export class Stores {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  list(_filter: StoreFilter): Promise<{ stores: StoreLine[]; total: number; page: number; pageSize: number }> {
    throw new Error('not yet');
  }

  /** By country and area, of what may be seen. */
  areas(_campaignId: number, _within?: readonly StoreScope[]): Promise<StoreArea[]> {
    throw new Error('not yet');
  }

  byId(_id: string): Promise<Store | null> {
    throw new Error('not yet');
  }

  byCode(_campaignId: number, _code: string): Promise<Store | null> {
    throw new Error('not yet');
  }

  /** Codes that `via` may name; at most 10 s old. */
  knownCodes(_campaignId: number): Promise<ReadonlySet<string>> {
    throw new Error('not yet');
  }

  create(_input: NewStore, _actor: StoreActor): Promise<Store> {
    throw new Error('not yet');
  }

  update(_id: string, _patch: StorePatch, _actor: StoreActor): Promise<Store> {
    throw new Error('not yet');
  }

  close(_id: string, _actor: StoreActor): Promise<void> {
    throw new Error('not yet');
  }

  importCsv(_campaignId: number, _text: string | Uint8Array, _actor: StoreActor): Promise<CsvResult> {
    throw new Error('not yet');
  }

  recordAgreement(_storeId: string, _agreement: Pick<Agreement, 'signedOn' | 'signedBy' | 'document'>, _actor: StoreActor): Promise<Store> {
    throw new Error('not yet');
  }
}

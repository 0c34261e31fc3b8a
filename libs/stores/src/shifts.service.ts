import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx } from '#libs/database';
import type { Page } from '#libs/petitions';
import type { ShiftReport } from './device-protocol.js';
import type { PageRequest, ShiftReconciliation, StoreActor } from './stores.types.js';

/** What a tablet captured from one hand-over of the till to the next, against what arrived. */
@Injectable()
export class Shifts {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  ofStore(_storeId: string, _page?: PageRequest): Promise<Page<ShiftReconciliation>> {
    throw new Error('not yet');
  }

  byId(_id: string): Promise<ShiftReconciliation> {
    throw new Error('not yet');
  }

  signOff(_id: string, _input: { note?: string | null }, _actor: StoreActor): Promise<ShiftReconciliation> {
    throw new Error('not yet');
  }

  report(_tx: Tx, _device: { deviceId: string; storeId: string; pairedAt: Date }, _reports: readonly ShiftReport[], _now?: Date): Promise<string[]> {
    throw new Error('not yet');
  }
}

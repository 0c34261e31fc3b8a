import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx } from '#libs/database';
import type { DeviceLine, DeviceSighting, SequenceGap, SilentDevice, StoreActor } from './stores.types.js';

/** The tablets of stores: how they are, and their end. */
@Injectable()
export class Devices {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  ofStore(_storeId: string): Promise<DeviceLine[]> {
    throw new Error('not yet');
  }

  byId(_id: string): Promise<DeviceLine | null> {
    throw new Error('not yet');
  }

  rename(_id: string, _name: string, _actor: StoreActor): Promise<void> {
    throw new Error('not yet');
  }

  retire(_id: string, _actor: StoreActor): Promise<void> {
    throw new Error('not yet');
  }

  stolen(_id: string, _actor: StoreActor): Promise<void> {
    throw new Error('not yet');
  }

  resetPin(_id: string, _actor: StoreActor): Promise<void> {
    throw new Error('not yet');
  }

  gaps(_deviceId: string): Promise<SequenceGap[]> {
    throw new Error('not yet');
  }

  silent(_now: Date): Promise<SilentDevice[]> {
    throw new Error('not yet');
  }

  /** Marks silent tablets as told and leaves an event for each, once. Returns how many. */
  tellSilent(_now: Date): Promise<number> {
    throw new Error('not yet');
  }

  seen(_tx: Tx, _deviceId: string, _sighting: DeviceSighting): Promise<void> {
    throw new Error('not yet');
  }
}

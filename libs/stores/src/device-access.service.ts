import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#libs/database';
import type { DeviceActor, SignedRequest } from './stores.types.js';

/** Whether a request really comes from a tablet of ours. */
@Injectable()
export class DeviceAccess {
  constructor(private readonly db: Database) {}

  verify(_request: SignedRequest, _now?: Date): Promise<DeviceActor> {
    throw new Error('not yet');
  }

  noteBatch(_deviceId: string, _number: number, _digest: Uint8Array, _tx?: Tx): Promise<void> {
    throw new Error('not yet');
  }
}

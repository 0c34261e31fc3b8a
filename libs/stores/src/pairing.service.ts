import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database } from '#libs/database';
import type { DevicePairing } from './device-protocol.js';
import type { NewPairingCode, PairingState, Redemption, StoreActor } from './stores.types.js';

/** Brings a tablet to a store: a code from the console, a key from the tablet, and a manager who compares. */
@Injectable()
export class Pairing {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  newCode(_storeId: string, _input: { deviceName: string }, _actor: StoreActor): Promise<NewPairingCode> {
    throw new Error('not yet');
  }

  redeem(_redemption: Redemption): Promise<DevicePairing> {
    throw new Error('not yet');
  }

  pairingState(_pairingId: string): Promise<PairingState | null> {
    throw new Error('not yet');
  }

  admit(_deviceId: string, _actor: StoreActor): Promise<void> {
    throw new Error('not yet');
  }

  refuse(_deviceId: string, _actor: StoreActor): Promise<void> {
    throw new Error('not yet');
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { type Audience } from '../handovers.types.js';
import { type Seal, type SealCorrections, type SealProof } from './seal.types.js';

/** Everything that is read of seals: for the API, pages, papers, bundles and `verify`. */
@Injectable()
export class SealReader {
  constructor(private readonly db: Database) {}

  /** The newest seal of a handover that stands (sealed); to organisers also one under way or failed, if it is newer. Null: none that this audience may know of. */
  current(_handoverId: string, _audience: Audience): Promise<Seal | null> {
    throw new Error('not yet');
  }

  /** All seals of a handover, oldest first. */
  list(_handoverId: string, _audience: Audience): Promise<Seal[]> {
    throw new Error('not yet');
  }

  get(_sealId: string): Promise<Seal | null> {
    throw new Error('not yet');
  }

  corrections(_sealId: string): Promise<SealCorrections> {
    throw new Error('not yet');
  }

  /** The canonical manifest.json, piece by piece; without its leaves if so wanted. */
  manifest(_seal: Seal, _options: { leaves: boolean }): AsyncIterable<string> {
    throw new Error('not yet');
  }

  /** Runs of 32-byte leaves in bytewise order, some thousands at a time. */
  leaves(_sealId: string): AsyncIterable<Buffer> {
    throw new Error('not yet');
  }

  /** Null: not in this seal. */
  proof(_seal: Seal, _leaf: Buffer): Promise<SealProof | null> {
    throw new Error('not yet');
  }

  db_(): Database {
    return this.db;
  }
}

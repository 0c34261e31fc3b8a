import { Injectable } from '@nestjs/common';
import { Queues } from '#libs/queues';
import { type SealedBatch } from '../sealed-batch.js';
import { unavailable } from '../signatures.errors.js';
import { RECORD_BATCH } from '../signatures.jobs.js';

/** Where a sealed batch is put down so that it outlives every process. */
@Injectable()
export class BatchDoor {
  constructor(private readonly queues: Queues) {}

  /**
   * Resolves when the batch is durable: Redis has it in its append-only file.
   * @throws DomainError `signatures.unavailable`: it may not be kept, and nothing of it may be acknowledged.
   */
  async keep(batch: SealedBatch): Promise<void> {
    try {
      await this.queues.add({ kind: RECORD_BATCH, id: batch.id, payload: batch });
    } catch {
      throw unavailable();
    }
  }
}

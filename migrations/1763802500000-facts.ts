import { type MigrationInterface } from 'typeorm';

/** Instruments and what jurisdictions did with them, rankings, published statistics, findings, the timeline. */
export class Facts1763802500000 implements MigrationInterface {
  async up(): Promise<void> {}

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

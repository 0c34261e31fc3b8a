import { type MigrationInterface } from 'typeorm';

/** Reports as they were published, byte for byte. */
export class Reports1763802600000 implements MigrationInterface {
  async up(): Promise<void> {}

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

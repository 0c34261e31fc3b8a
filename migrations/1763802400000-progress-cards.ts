import { type MigrationInterface } from 'typeorm';

/** Frameworks of indicators, rounds of assessment, the ratings of each card and the replies to them. */
export class ProgressCards1763802400000 implements MigrationInterface {
  async up(): Promise<void> {}

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

import { type MigrationInterface } from 'typeorm';

/** What feeds and open data need to know besides. */
export class PublicFace1763802700000 implements MigrationInterface {
  async up(): Promise<void> {}

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Where a treaty, law or plan can be read: organisers name instruments too, who have no documents of a file to refer to. */
export class InstrumentsSource1763803100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A link or words.
      alter table instruments add column source text;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Signers drawn for a sample are asked by mail whether they signed. */
export class SampleQuestions1763801800000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table samples
        add column asked_at timestamptz,
        add column asked_by text,
        -- Until then the buttons work.
        add column answers_until timestamptz,
        add check ((asked_at is null) = (answers_until is null));

      -- Those drawn whose mailbox is asked, and what was answered. Who answered what is shown to nobody.
      create table sample_questions (
        sample_id uuid not null,
        position integer not null,
        petition_id integer not null references petitions,
        record_id uuid not null,
        -- Which of the record's questions, from 0: each has a link of its own.
        attempt integer not null check (attempt >= 0),
        token_hash bytea check (octet_length(token_hash) = 32),
        -- When the next mail is due; null: none any more.
        due_at timestamptz,
        asked_at timestamptz,
        reminded_at timestamptz,
        answer boolean,
        answered_at timestamptz,
        primary key (sample_id, position),
        unique (petition_id, record_id, attempt),
        foreign key (sample_id, position) references sample_draws
      );
      create index sample_questions_due on sample_questions (due_at) where due_at is not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

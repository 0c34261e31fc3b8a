import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What is told of a store's figures: whole days, and together with the days before them until there are ten. `toldSpans` of the
 * signatures' lib says which days; this says how many they are together, for thousands of stores at once.
 */
export class ToldFigures1763800800000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function told_step(state integer[], n integer) returns integer[] language sql immutable as $$
        select case when state[2] + n >= 10 then array[state[1] + state[2] + n, 0] else array[state[1], state[2] + n] end $$;
      create function told_end(state integer[]) returns integer language sql immutable as $$ select state[1] $$;
      create aggregate told_figure(integer) (sfunc = told_step, stype = integer[], finalfunc = told_end, initcond = '{0,0}');
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

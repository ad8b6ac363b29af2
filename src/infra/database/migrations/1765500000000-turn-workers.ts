import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which process ran a turn: workers that die tell whether a message breaks them or the machines do. */
export class TurnWorkers1765500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Made by each process when it starts.
      alter table turn add column worker uuid;
      -- Which turns broke off since a time?
      create index turn_failed on turn (started_at) where state = 'failed'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index turn_failed; alter table turn drop column worker');
  }
}

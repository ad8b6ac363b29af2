import type { MigrationInterface, QueryRunner } from 'typeorm';

/** After an outage customers are let through at one rate, however many processes let them through. */
export class CatchUpRate1765600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Those let through so far have used up the rate until then.
      alter table model_breaker add column admitted_until timestamptz not null default '-infinity'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table model_breaker drop column admitted_until');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Customers stop and resume messages that they did not ask for. */
export class OptOuts1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table conversation
        -- Set while the customer wants no such messages.
        add column opted_out_at timestamptz,
        add column opted_out_by text check (opted_out_by in ('words', 'settings', 'refusal')),
        -- When the customer last stopped or resumed them, by the platform's time: what is older changes nothing.
        add column opt_changed_at timestamptz,
        add constraint conversation_opt_out check ((opted_out_at is null) = (opted_out_by is null))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table conversation drop column opted_out_at, drop column opted_out_by, drop column opt_changed_at',
    );
  }
}

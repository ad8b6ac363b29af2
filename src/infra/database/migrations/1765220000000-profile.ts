import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the assistant noted of customers. */
export class Profile1765220000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table customer_fact (
        -- Order in which they were noted.
        id bigint primary key generated always as identity,
        conversation_id uuid not null references conversation on delete cascade,
        fact text not null,
        created_at timestamptz not null default now()
      );
      -- What is known of a customer, and no fact twice?
      create unique index customer_fact_once on customer_fact (conversation_id, md5(lower(fact)))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table customer_fact');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How fast the number may send, whether it may at all, and what became of a message's earlier tries. */
export class Sending1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
  -- A row for each number that sends. Every claim writes it, so there is room on its page for the next version.
  create table sending (
    phone_number_id text primary key,
    -- When the messages lent by the platform's throughput are paid back.
    paid_back_at timestamptz not null default '-infinity',
    -- Nothing goes out before this time; then one message probes. Null while messages flow.
    held_until timestamptz,
    held_since timestamptz,
    -- The message let through last to find out, whether its report alone proves that messages flow (because a report
    -- said that they do not), and how many in a row were refused.
    probe_id uuid,
    needs_report boolean not null default false,
    refused_probes integer not null default 0,
    -- The account or its token is refused: somebody has to see to it.
    is_stopped boolean not null default false,
    code integer,
    reason text,
    check ((held_until is null) = (held_since is null)),
    check (held_until is not null or not is_stopped)
  ) with (fillfactor = 10);

  -- When the messages lent by the platform's limit for one customer are paid back.
  alter table conversation add column paid_back_at timestamptz not null default '-infinity';

  -- Platform ids of tries that failed and were sent again.
  alter table message add column former_external_ids text[];
`;

const DOWN = `
  drop table sending;
  alter table conversation drop column paid_back_at;
  alter table message drop column former_external_ids;
`;

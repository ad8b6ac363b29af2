import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether the model answers at all, and who waits for it while it does not. */
export class ModelOutage1765110000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
  -- One row, read by each turn and written when a request to the model fails or works again.
  create table model_breaker (
    only_row boolean primary key default true check (only_row),
    -- In a row, of all processes.
    failures integer not null default 0,
    -- Null while the model is asked.
    opened_at timestamptz,
    -- From when one turn may find out whether it answers again.
    probe_at timestamptz,
    -- Grows with each outage; a customer is told once of each.
    outage integer not null default 0
  );
  insert into model_breaker default values;

  alter table conversation
    -- waits: its burst was looked at, and nobody answers it before it is admitted.
    add column model_wait text check (model_wait in ('waits', 'admitted')),
    add column told_of_outage integer;
  -- Who waits for the model longest?
  create index conversation_model_wait on conversation (burst_started_at)
   where model_wait = 'waits' and owner = 'ai' and burst_started_at is not null;

  -- Which bursts still wait for the assistant, and which of them longest?
  drop index conversation_unanswered;
  create index conversation_unanswered on conversation (burst_started_at)
   where owner = 'ai' and burst_started_at is not null;
`;

const DOWN = `
  drop index conversation_unanswered;
  create index conversation_unanswered on conversation (burst_last_at)
   where owner = 'ai' and burst_started_at is not null;
  drop index conversation_model_wait;
  alter table conversation drop column model_wait, drop column told_of_outage;
  drop table model_breaker;
`;

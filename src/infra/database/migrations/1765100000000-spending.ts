import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What turns use of models: on each turn, of a customer and a day, and of all in a day and a month. */
export class Spending1765100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
  alter table turn
    add column tool_calls smallint,
    -- Part of the input tokens, at a lower price.
    add column cached_tokens integer,
    -- Beside the output tokens, at the same price.
    add column thought_tokens integer,
    -- Millionths of a dollar; set once, when the turn's use is counted.
    add column cost_micro_usd bigint,
    add column model_ms integer;

  alter table conversation
    -- The day (UTC) of the two figures below.
    add column spent_on date,
    add column turns_spent integer not null default 0,
    add column tokens_spent integer not null default 0,
    -- The day on which the customer was told that a person answers because of a limit.
    add column budget_told_on date;

  -- Sums of a day and of a month (UTC); in sixteen parts, so that turns which end together do not wait for one row.
  create table spending (
    span text not null check (span in ('day', 'month')),
    since date not null,
    part smallint not null,
    turns bigint not null,
    answered bigint not null,
    silent bigint not null,
    handed_over bigint not null,
    superseded bigint not null,
    cancelled bigint not null,
    failed bigint not null,
    model_calls bigint not null,
    tool_calls bigint not null,
    input_tokens bigint not null,
    cached_tokens bigint not null,
    output_tokens bigint not null,
    thought_tokens bigint not null,
    cost_micro_usd bigint not null,
    model_ms bigint not null,
    turn_ms bigint not null,
    primary key (span, since, part)
  );
`;

const DOWN = `
  drop table spending;
  alter table conversation
    drop column spent_on, drop column turns_spent, drop column tokens_spent, drop column budget_told_on;
  alter table turn
    drop column tool_calls, drop column cached_tokens, drop column thought_tokens, drop column cost_micro_usd,
    drop column model_ms;
`;

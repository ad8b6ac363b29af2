import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Calls of tools that a person has to approve. */
export class Approvals1765210000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
  alter table tool_call
    drop constraint tool_call_state_check,
    -- asked: a person is to decide; refused: they did; lapsed: nobody did before the conversation was handed back.
    add constraint tool_call_state_check
      check (state in ('asked', 'begun', 'done', 'failed', 'unknown', 'refused', 'lapsed')),
    add column begun_at timestamptz,
    add column decided_by text,
    add column decided_at timestamptz;
  -- What waits for a decision, longest first?
  create index tool_call_asked on tool_call (seq) where state = 'asked';
  -- Whose outcome will never be learned?
  create index tool_call_begun on tool_call (begun_at) where state = 'begun';
`;

const DOWN = `
  drop index tool_call_begun;
  drop index tool_call_asked;
  delete from tool_call where state in ('asked', 'refused', 'lapsed');
  alter table tool_call
    drop column begun_at, drop column decided_by, drop column decided_at,
    drop constraint tool_call_state_check,
    add constraint tool_call_state_check check (state in ('begun', 'done', 'failed', 'unknown'));
`;

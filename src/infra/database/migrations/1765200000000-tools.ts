import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The business's own tools, and what they were called for. */
export class Tools1765200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table tool_call; alter table knowledge.library drop column tools');
  }
}

const UP = `
  -- What tools.json declares, as it was read; the order of its keys is kept.
  alter table knowledge.library add column tools json not null default '[]';

  create table tool_call (
    id uuid primary key default gen_random_uuid(),
    -- Order in which they were asked for.
    seq bigint generated always as identity,
    conversation_id uuid not null references conversation on delete cascade,
    turn_id uuid,
    tool text not null,
    arguments jsonb not null,
    effect text not null check (effect in ('read', 'write')),
    -- An effect is named by the first message of its burst, the tool and a hash of what tells it from others.
    first_message_id uuid,
    key text,
    -- begun: it may have come, and its outcome is not known (yet).
    state text not null check (state in ('begun', 'done', 'failed', 'unknown')),
    -- What the tool answered, or what went wrong.
    result text,
    created_at timestamptz not null default now(),
    ended_at timestamptz
  );
  -- Has this effect come before?
  create unique index tool_call_effect on tool_call (first_message_id, tool, key) where effect = 'write';
  -- What was done lately in a conversation?
  create index tool_call_effects on tool_call (conversation_id, seq) where effect = 'write';
  create index tool_call_of_conversation on tool_call (conversation_id, seq);
`;

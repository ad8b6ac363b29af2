import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was said in a conversation before the messages that are remembered word for word. */
export class Summary1765300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table summary');
  }
}

const UP = `
  create table summary (
    conversation_id uuid primary key references conversation on delete cascade,
    -- A machine's.
    words text,
    -- Of what colleagues said and of who answered when the newest, word for word.
    kept jsonb not null default '[]',
    -- The last message that is in it, and when that was said; null while nothing is.
    reaches_seq bigint,
    reaches_at timestamptz,
    model text,
    made_at timestamptz,
    -- Not carried on before then: while somebody does it, and for a while after a failure.
    due_at timestamptz not null
  );
`;

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A row for each file that came with a message; the file itself is in the media store, under the row's id. */
export class Media1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MEDIA);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table media');
  }
}

const MEDIA = `
  create table media (
    id uuid primary key default gen_random_uuid(),
    -- What the platform and the sender say of the file stands in its media_info.
    message_id uuid not null references message on delete cascade,
    state text not null check (state in ('waiting', 'stored', 'failed')),
    -- Why it has not come (yet), in words.
    reason text,
    -- Of a stored file: what it is by its own bytes, and how many.
    mime_type text,
    size bigint,
    attempts smallint not null default 0,
    -- When it may be fetched; later than now while somebody does.
    due_at timestamptz not null,
    created_at timestamptz not null default now(),
    -- When it was stored or given up.
    settled_at timestamptz
  );
  create unique index media_of_message on media (message_id);
  -- What is to be fetched?
  create index media_waiting on media (due_at) where state = 'waiting';
  -- What was given up lately?
  create index media_failed on media (settled_at) where state = 'failed';
`;

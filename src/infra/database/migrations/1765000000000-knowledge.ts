import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the business wants its customers told, cut into chunks and indexed. The files are the record, this is an index. */
export class Knowledge1765000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema knowledge;

      create table knowledge.document (
        id integer primary key generated always as identity,
        -- Below the knowledge folder, with slashes.
        path text not null unique,
        -- Of the bytes that are indexed; null while nothing of the file could be read.
        hash text,
        languages text[] not null default '{}',
        chunk_count integer not null default 0,
        -- Why the newest bytes could not be read; what was indexed before stays.
        problem text,
        indexed_at timestamptz
      );

      create table knowledge.chunk (
        id bigint primary key generated always as identity,
        document_id integer not null references knowledge.document,
        position integer not null,
        headings text[] not null,
        content text not null,
        language text,
        unique (document_id, position)
      );

      -- What each chunk is found by; \`impact\` is the part of its BM25 score that other documents do not change.
      create table knowledge.posting (
        chunk_id bigint not null,
        term text not null,
        impact real not null,
        primary key (chunk_id, term)
      );
      -- Which chunks does a term speak for most?
      create index posting_by_term on knowledge.posting (term, impact desc) include (chunk_id);

      -- How many chunks each term stands in.
      create table knowledge.term (term text collate "C" primary key, chunk_count integer not null);

      -- One row: what is true of all of it, and who is changing it.
      create table knowledge.library (
        single boolean primary key default true check (single),
        -- What assistant.md says.
        instructions text not null default '',
        chunk_count integer not null default 0,
        languages text[] not null default '{}',
        -- Grows with each sync; a write that carries an older one changes nothing.
        fence bigint not null default 0,
        syncing_until timestamptz,
        synced_at timestamptz
      );
      insert into knowledge.library default values`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema knowledge cascade');
  }
}

import { Injectable } from '@nestjs/common';
import { Database, type Sql, type Tx } from '../../infra/database/database.js';
import type { IndexedChunk } from './terms/impacts.js';

/** A file as the index knows it. */
export interface IndexedDocument {
  path: string;
  /** Of the bytes that are indexed; null while nothing of the file could be read. */
  hash: string | null;
  languages: string[];
  chunk_count: number;
  /** Why the newest bytes could not be read; what was indexed before stays. */
  problem: string | null;
  indexed_at: Date | null;
}

/** What the owner's two files beside the knowledge come to. */
export interface OwnWords {
  instructions: string;
  /** A list of tool declarations, as JSON. */
  tools: string;
}

/** Somebody else syncs by now; this one changes nothing more. */
export class SyncLost extends Error {}

/** A sync that is not heard of for this long has died. */
const LEASE = `clock_timestamp() + interval '15 seconds'`;
/** Chunks written or removed by one statement, so that each stays far below the statement's limit. */
const BATCH = 100;

const ADD_CHUNKS = `
  insert into knowledge.chunk (document_id, position, headings, content, language)
  select $1, position, headings, content, language
    from jsonb_to_recordset($2) as c(position integer, headings text[], content text, language text)
   order by position
  returning id, position`;

const ADD_POSTINGS = `
  with added as (
    insert into knowledge.posting (chunk_id, term, impact)
    select * from unnest($1::bigint[], $2::text[], $3::real[]) returning term
  )
  insert into knowledge.term (term, chunk_count) select term, count(*) from added group by term
  on conflict (term) do update set chunk_count = term.chunk_count + excluded.chunk_count`;

const REMOVE_CHUNKS = `
  with gone as (
    delete from knowledge.chunk where id in (select id from knowledge.chunk where document_id = $1 limit ${BATCH})
    returning id
  ), unposted as (
    delete from knowledge.posting where chunk_id in (select id from gone) returning term
  ), counted as (
    update knowledge.term t set chunk_count = t.chunk_count - u.count
      from (select term, count(*) from unposted group by term) as u where t.term = u.term
  )
  select count(*)::integer as removed from gone`;

/**
 * Writes the index. One process writes at a time: each sync has a fence, and a write that carries an older one
 * changes nothing. A document is exchanged in one transaction, so nobody ever reads half of one, and a crash in the
 * middle leaves what was there before.
 */
@Injectable()
export class IndexRepository {
  constructor(private readonly db: Database) {}

  /** @returns the fence of a new sync, or null while another process syncs. */
  async begin(): Promise<number | null> {
    const rows = await this.db.query<{ fence: number }>(
      `update knowledge.library set fence = fence + 1, syncing_until = ${LEASE}
        where syncing_until is null or syncing_until < clock_timestamp() returning fence`,
    );
    return rows[0]?.fence ?? null;
  }

  /** @throws SyncLost when the sync is no longer ours. */
  async renew(fence: number, sql: Sql = this.db): Promise<void> {
    const rows = await sql.query(`update knowledge.library set syncing_until = ${LEASE} where fence = $1 returning 1`, [
      fence,
    ]);
    if (rows.length === 0) throw new SyncLost('Another process syncs by now');
  }

  /** Ends the sync, whatever came of it. */
  async end(fence: number): Promise<void> {
    await this.db.query(
      `with unused as (delete from knowledge.term where chunk_count <= 0)
       update knowledge.library set syncing_until = null, synced_at = clock_timestamp() where fence = $1`,
      [fence],
    );
  }

  documents(): Promise<IndexedDocument[]> {
    return this.db.query<IndexedDocument>(
      `select path, hash, languages, chunk_count, problem, indexed_at from knowledge.document order by path`,
    );
  }

  /** What assistant.md and tools.json said when they were read last; the tools as JSON. */
  async ownWords(): Promise<OwnWords> {
    const rows = await this.db.query<OwnWords>('select instructions, tools::text as tools from knowledge.library');
    return rows[0] ?? { instructions: '', tools: '[]' };
  }

  async setOwnWords(fence: number, { instructions, tools }: OwnWords): Promise<void> {
    await this.change(fence, async (sql) => {
      await sql.query('update knowledge.library set instructions = $1, tools = $2', [instructions, tools]);
    });
  }

  /** Puts the document in place of what the index had of it. */
  async put(fence: number, path: string, hash: string, chunks: readonly IndexedChunk[]): Promise<void> {
    const languages = [...new Set(chunks.flatMap(({ language }) => language ?? []))];
    await this.change(fence, async (sql) => {
      const rows = await sql.query<{ id: number }>(
        `insert into knowledge.document (path, hash, languages, chunk_count, indexed_at)
         values ($1, $2, $3, $4, clock_timestamp())
         on conflict (path) do update set hash = excluded.hash, languages = excluded.languages, problem = null,
                                          chunk_count = excluded.chunk_count, indexed_at = excluded.indexed_at
         returning id`,
        [path, hash, languages, chunks.length],
      );
      const { id } = rows[0] as { id: number };
      await removeChunks(sql, id);
      for (let at = 0; at < chunks.length; at += BATCH) await addChunks(sql, id, chunks.slice(at, at + BATCH), at);
    });
  }

  /** Notes why a file could not be read; what is indexed of it stays. */
  async putProblem(fence: number, path: string, problem: string): Promise<void> {
    await this.change(fence, async (sql) => {
      await sql.query(
        `insert into knowledge.document (path, problem) values ($1, $2)
         on conflict (path) do update set problem = excluded.problem`,
        [path, problem],
      );
    });
  }

  async remove(fence: number, path: string): Promise<void> {
    await this.change(fence, async (sql) => {
      const rows = await sql.query<{ id: number }>('select id from knowledge.document where path = $1', [path]);
      const { id } = rows[0] ?? { id: null };
      if (id === null) return;
      await removeChunks(sql, id);
      await sql.query('delete from knowledge.document where id = $1', [id]);
    });
  }

  /** Runs `work` in a transaction of this sync, and brings what is said of the whole library up to it. */
  private change(fence: number, work: (sql: Sql) => Promise<void>): Promise<void> {
    return this.db.transaction(async (tx: Tx) => {
      const sql = this.db.in(tx);
      await this.renew(fence, sql);
      await work(sql);
      await sql.query(
        `update knowledge.library set
           chunk_count = (select coalesce(sum(chunk_count), 0) from knowledge.document),
           languages = array(select distinct unnest(languages) from knowledge.document order by 1)`,
      );
    });
  }
}

async function removeChunks(sql: Sql, documentId: number): Promise<void> {
  for (;;) {
    const rows = await sql.query<{ removed: number }>(REMOVE_CHUNKS, [documentId]);
    if ((rows[0]?.removed ?? 0) < BATCH) return;
  }
}

async function addChunks(sql: Sql, documentId: number, chunks: readonly IndexedChunk[], first: number): Promise<void> {
  const described = chunks.map(({ headings, text, language }, at) => ({
    position: first + at,
    headings,
    content: text,
    language,
  }));
  const ids = await sql.query<{ id: number; position: number }>(ADD_CHUNKS, [documentId, JSON.stringify(described)]);
  const postings = ids.flatMap(({ id, position }) =>
    [...(chunks[position - first]?.impacts ?? [])].map(([term, impact]) => ({ id, term, impact })),
  );
  await sql.query(ADD_POSTINGS, [
    postings.map(({ id }) => id),
    postings.map(({ term }) => term),
    postings.map(({ impact }) => impact),
  ]);
}

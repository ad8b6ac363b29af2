import type { Database } from '../../infra/database/database.js';
import type { ToolDeclaration } from '../business-tools/declaration.js';
import type { Query } from './find/query.js';

/** What is true of the whole library. */
export interface Library {
  instructions: string;
  tools: ToolDeclaration[];
  chunkCount: number;
  languages: string[];
}

/** A chunk that was found. */
export interface Passage {
  id: number;
  /** The path of its file. */
  document: string;
  headings: string[];
  text: string;
}

/** Terms of a question that are looked for: those that tell most. */
const TERMS_LIMIT = 40;
/** Chunks taken for one term, best first: what a question costs does not grow with the library (P11). */
const POSTINGS_LIMIT = 300;
/** Chunks that are scored exactly. */
const CANDIDATES_LIMIT = 60;

/**
 * BM25. How rare a term is comes from the counts, and the rarest are kept. Each term brings the chunks it speaks for
 * most; those with the highest sums are then scored with every term. The join in the end is on at most a few rows.
 */
const FIND = `
  with asked as materialized (
    select q.term, q.weight * ln(1 + ($3 - t.chunk_count + 0.5) / (t.chunk_count + 0.5)) as weight
      from unnest($1::text[], $2::float8[]) as q(term, weight)
      join knowledge.term t on t.term = q.term collate "C" and t.chunk_count > 0 and t.chunk_count <= $3
     order by 2 desc limit ${TERMS_LIMIT}
  ), candidate as materialized (
    select p.chunk_id, sum(a.weight * p.impact) as score
      from asked a cross join lateral (
        select chunk_id, impact from knowledge.posting where term = a.term order by impact desc limit ${POSTINGS_LIMIT}
      ) as p
     group by p.chunk_id order by 2 desc limit ${CANDIDATES_LIMIT}
  ), best as materialized (
    select c.chunk_id, sum(a.weight * p.impact) as score
      from candidate c cross join asked a join knowledge.posting p on p.chunk_id = c.chunk_id and p.term = a.term
     group by c.chunk_id order by 2 desc, 1 limit $4
  )
  select c.id, d.path as document, c.headings, c.content as text
    from best join knowledge.chunk c on c.id = best.chunk_id join knowledge.document d on d.id = c.document_id
   order by best.score desc, c.id`;

/** Reads the index. Any number may read while one writes: each statement sees whole documents. */
export class PassageRepository {
  constructor(private readonly db: Database) {}

  async library(): Promise<Library> {
    const rows = await this.db.query<Library>(
      `select instructions, tools, chunk_count as "chunkCount", languages from knowledge.library`,
    );
    return rows[0] ?? { instructions: '', tools: [], chunkCount: 0, languages: [] };
  }

  /** The chunks that fit the query best, best first. */
  find(query: Query, chunkCount: number, limit: number): Promise<Passage[]> {
    return this.db.query<Passage>(FIND, [[...query.keys()], [...query.values()], chunkCount, limit]);
  }

  /** These chunks, in no order; those that are gone by now are left out. */
  async withIds(ids: readonly number[]): Promise<Passage[]> {
    if (ids.length === 0) return [];
    return this.db.query<Passage>(
      `select c.id, d.path as document, c.headings, c.content as text
         from knowledge.chunk c join knowledge.document d on d.id = c.document_id where c.id = any($1)`,
      [ids],
    );
  }
}

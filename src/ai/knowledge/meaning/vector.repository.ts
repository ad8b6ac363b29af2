import { Injectable } from '@nestjs/common';
import { Database } from '../../../infra/database/database.js';
import type { Vector } from './vector.js';

/** A chunk without a vector. */
export interface BareChunk {
  id: number;
  document: string;
  headings: string[];
  text: string;
}

/** A chunk that may be near a question. */
export interface NearChunk {
  id: number;
  bytes: Int8Array;
}

/** Every vector is looked at: 20,000, the most there are, take some 12 ms, because 768 signs are compared as bits. */
const NEAREST = `
  select chunk_id as id, bytes from knowledge.vector order by bit_count(signs # $1::bit(768)) limit $2`;

const PUT = `
  insert into knowledge.vector (chunk_id, signs, bytes)
  select v.chunk_id, v.signs::bit(768), v.bytes
    from unnest($2::bigint[], $3::text[], $4::bytea[]) as v(chunk_id, signs, bytes)
    join knowledge.chunk c on c.id = v.chunk_id
    join knowledge.library l on l.fence = $1
  on conflict (chunk_id) do nothing`;

/** The vectors of chunks, all of one model. Any number may read while one sync writes. */
@Injectable()
export class VectorRepository {
  constructor(private readonly db: Database) {}

  /**
   * Forgets the vectors of every other model: they cannot be compared with this one's.
   * @param fence of the sync that runs
   */
  async keepOnly(model: string, fence: number): Promise<void> {
    await this.db.query(
      `with changed as (
         update knowledge.library set embedding_model = $1
          where fence = $2 and embedding_model is distinct from $1 returning 1
       )
       delete from knowledge.vector where exists (select 1 from changed)`,
      [model, fence],
    );
  }

  /** The next chunks without a vector, after the one with the id `after`. */
  bare(after: number, limit: number): Promise<BareChunk[]> {
    return this.db.query<BareChunk>(
      `select c.id, d.path as document, c.headings, c.content as text
         from knowledge.chunk c join knowledge.document d on d.id = c.document_id
        where c.id > $1 and not exists (select 1 from knowledge.vector v where v.chunk_id = c.id)
        order by c.id limit $2`,
      [after, limit],
    );
  }

  /** Keeps a vector for each chunk that is still there; nothing when another sync runs by now. */
  async put(fence: number, ids: readonly number[], vectors: readonly Vector[]): Promise<void> {
    const signs = vectors.map((vector) => vector.signs);
    const bytes = vectors.map((vector) => Buffer.from(vector.bytes));
    await this.db.query(PUT, [fence, ids, signs, bytes]);
  }

  async count(): Promise<number> {
    const rows = await this.db.query<{ count: number }>('select count(*) as count from knowledge.vector');
    return rows[0]?.count ?? 0;
  }

  /** The chunks that look nearest by the signs alone, in no order. */
  async nearest(signs: string, limit: number): Promise<NearChunk[]> {
    const rows = await this.db.query<{ id: number; bytes: Buffer }>(NEAREST, [signs, limit]);
    return rows.map(({ id, bytes }) => ({ id, bytes: new Int8Array(bytes) }));
  }
}

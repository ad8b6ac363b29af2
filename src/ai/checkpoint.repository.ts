import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres';
import { MEMORY_SCHEMA } from '../infra/database/schemas.js';
import type { Database } from '../infra/database/database.js';

/** All but the newest checkpoint of a thread, and the values only they refer to. */
const PRUNE = `
  with keep as (
    select checkpoint_id, checkpoint -> 'channel_versions' as versions from ${MEMORY_SCHEMA}.checkpoints
     where thread_id = $1 and checkpoint_ns = '' order by checkpoint_id desc limit 1
  ), old_checkpoints as (
    delete from ${MEMORY_SCHEMA}.checkpoints c using keep
     where c.thread_id = $1 and c.checkpoint_ns = '' and c.checkpoint_id < keep.checkpoint_id
  ), old_writes as (
    delete from ${MEMORY_SCHEMA}.checkpoint_writes w using keep
     where w.thread_id = $1 and w.checkpoint_ns = '' and w.checkpoint_id < keep.checkpoint_id
  )
  delete from ${MEMORY_SCHEMA}.checkpoint_blobs b using keep
   where b.thread_id = $1 and b.checkpoint_ns = ''
     and not exists (select 1 from jsonb_each_text(keep.versions) v where v.key = b.channel and v.value = b.version)`;

/** Where thread states are kept. Each thread keeps one: the transcript is the record, this is only memory. */
export class CheckpointRepository {
  readonly saver: PostgresSaver;

  constructor(private readonly db: Database) {
    this.saver = new PostgresSaver(db.pool, undefined, { schema: MEMORY_SCHEMA });
  }

  /** A run that ends meanwhile is not harmed: its checkpoint and its values appear together, in one commit. */
  async prune(threadId: string): Promise<void> {
    await this.db.query(PRUNE, [threadId]);
  }
}

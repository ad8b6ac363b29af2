import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres';
import { MEMORY_SCHEMA } from '../infra/database/schemas.js';
import type { Database } from '../infra/database/database.js';
import type { Faults } from '../infra/faults/faults.js';

/**
 * Stores a checkpoint with its values, and removes the older ones of its thread with the values that only they refer
 * to; what a run writes at the same time is not seen here, and stays. Where a later claim has stored one, nothing
 * happens: whoever froze under an earlier claim remembers the conversation as it was.
 */
const REPLACE = `
  with wanted as (
    select where not exists (
      select 1 from ${MEMORY_SCHEMA}.checkpoints
       where thread_id = $1 and checkpoint_ns = $2 and (metadata ->> 'claim')::bigint > $11)
  ), stored as (
    insert into ${MEMORY_SCHEMA}.checkpoint_blobs (thread_id, checkpoint_ns, channel, version, type, blob)
    select $1, $2, given.* from wanted, unnest($7::text[], $8::text[], $9::text[], $10::bytea[]) as given
    on conflict (thread_id, checkpoint_ns, channel, version) do nothing
  ), newest as (
    insert into ${MEMORY_SCHEMA}.checkpoints
           (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, checkpoint, metadata)
    select $1, $2, $3, $4, $5::jsonb, $6::jsonb from wanted
    on conflict (thread_id, checkpoint_ns, checkpoint_id)
    do update set checkpoint = excluded.checkpoint, metadata = excluded.metadata
  ), older as (
    delete from ${MEMORY_SCHEMA}.checkpoints using wanted
     where thread_id = $1 and checkpoint_ns = $2 and checkpoint_id < $3
  ), older_writes as (
    delete from ${MEMORY_SCHEMA}.checkpoint_writes using wanted
     where thread_id = $1 and checkpoint_ns = $2 and checkpoint_id < $3
  )
  delete from ${MEMORY_SCHEMA}.checkpoint_blobs b using wanted
   where b.thread_id = $1 and b.checkpoint_ns = $2
     and not exists (select 1 from jsonb_each_text($5::jsonb -> 'channel_versions') v
                      where v.key = b.channel and v.value = b.version)
     and not exists (select 1 from ${MEMORY_SCHEMA}.checkpoints c,
                                   jsonb_each_text(c.checkpoint -> 'channel_versions') v
                      where c.thread_id = $1 and c.checkpoint_ns = $2 and c.checkpoint_id > $3
                        and v.key = b.channel and v.value = b.version)`;

/**
 * Where thread states are kept. Each thread keeps one: the transcript is the record, this is only memory. A state is
 * written in one statement, under the number of a claim, which runs name in their configuration.
 */
export class CheckpointRepository extends PostgresSaver {
  constructor(
    private readonly db: Database,
    private readonly faults: Faults,
  ) {
    super(db.pool, undefined, { schema: MEMORY_SCHEMA });
  }

  override async put(
    ...[config, checkpoint, metadata, versions]: Parameters<PostgresSaver['put']>
  ): ReturnType<PostgresSaver['put']> {
    const { thread_id, checkpoint_ns = '', checkpoint_id: parent, claim } = config.configurable ?? {};
    const values = checkpoint.channel_values;
    const filled = Object.fromEntries(Object.entries(versions).filter(([channel]) => channel in values));
    const blobs = await this._dumpBlobs(thread_id, checkpoint_ns, values, filled);
    await this.faults.reach('before-checkpoint');
    await this.db.query(REPLACE, [
      thread_id,
      checkpoint_ns,
      checkpoint.id,
      parent,
      JSON.stringify(this._dumpCheckpoint(checkpoint)),
      JSON.stringify({ ...(await this._dumpMetadata(metadata)), claim }),
      blobs.map(([, , channel]) => channel),
      blobs.map(([, , , version]) => version),
      blobs.map(([, , , , type]) => type),
      blobs.map(([, , , , , bytes]) => bytes && Buffer.from(bytes)),
      claim,
    ]);
    return { configurable: { thread_id, checkpoint_ns, checkpoint_id: checkpoint.id } };
  }
}

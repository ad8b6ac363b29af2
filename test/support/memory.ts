import { conversationOf } from './conversation.js';
import type { TestSystem } from './system.js';

const REMEMBERED = `
  select coalesce(string_agg(content, ' '), '') as memory from (
    select convert_from(blob, 'UTF8') as content from memory.checkpoint_blobs where thread_id = $1 and type <> 'empty'
    union all select convert_from(blob, 'UTF8') from memory.checkpoint_writes where thread_id = $1
    union all select checkpoint::text from memory.checkpoints where thread_id = $1
  ) as kept`;

/** All that the checkpoint tables hold of a conversation, as text. */
export async function memoryOf(system: TestSystem, phone: string): Promise<string> {
  const { id } = await conversationOf(system, phone);
  const [row] = await system.rows<{ memory: string }>(REMEMBERED, [id]);
  return row?.memory ?? '';
}

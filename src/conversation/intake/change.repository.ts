import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';

/** An edit or a revoke whose message does not show it yet; the condition of an index. */
export const OPEN_CHANGE = `extra_metadata ->> 'applied' = 'false'`;

/** The platform repeats deliveries for seven days; a message that has not come by then never will. */
const WAITS_FOR = `interval '7 days'`;

/**
 * Puts open edits and revokes on the messages they are about: \`edited_text\`, \`edited_at\`, \`revoked_at\`. The newest
 * edit wins, in whatever order they come. What is withdrawn before it was answered needs no answer any more. A summary
 * with the former words in it is dropped, and made anew from the transcript.
 */
const APPLY = `
  with change as (
    select conversation_id,
           coalesce(extra_metadata #>> '{edit,original_message_id}',
                    extra_metadata #>> '{revoke,original_message_id}') as original,
           array_agg(id) as ids,
           (array_agg(message_text order by provider_ts desc, seq desc)
              filter (where extra_metadata ? 'edit' and message_text is not null))[1] as edited_text,
           max(provider_ts) filter (where extra_metadata ? 'edit' and message_text is not null) as edited_at,
           min(provider_ts) filter (where extra_metadata ? 'revoke') as revoked_at
      from message
     where conversation_id = any($1) and ${OPEN_CHANGE} and created_at > now() - ${WAITS_FOR}
     group by 1, 2
  ), known as materialized (
    select c.*, m.id, m.handled_at is null as was_open,
           edited_at >= coalesce((m.extra_metadata ->> 'edited_at')::timestamptz, '-infinity') as is_newest
      from change c
      join message m on m.external_id = c.original and m.conversation_id = c.conversation_id
       and m.direction = 'inbound' and m.extra_metadata ->> 'applied' is null
     order by m.id for no key update of m
  ), changed as (
    update message m set
      extra_metadata = coalesce(m.extra_metadata, '{}')
        || case when k.is_newest then jsonb_build_object('edited_text', k.edited_text, 'edited_at', k.edited_at) else '{}' end
        || case when k.revoked_at is null then '{}' else jsonb_build_object('revoked_at', k.revoked_at) end,
      handled_at = case when k.revoked_at is null then m.handled_at else coalesce(m.handled_at, now()) end
      from known k where m.id = k.id
  ), forgotten as (
    delete from summary s using known k join message m using (id)
     where s.conversation_id = k.conversation_id and s.reaches_seq >= m.seq
  ), applied as (
    update message m set extra_metadata = m.extra_metadata || '{"applied": true}'
      from known k where m.id = any(k.ids)
  )
  select distinct conversation_id as "conversationId" from known where was_open`;

/** What customers do to messages they have sent. */
@Injectable()
export class ChangeRepository {
  constructor(private readonly db: Database) {}

  /**
   * Applies what is open in these conversations; the rest waits for its message.
   * @returns the conversations in which a message changed that still waits for its answer.
   */
  async apply(conversationIds: string[], tx: Tx): Promise<string[]> {
    const rows = await this.db.in(tx).query<{ conversationId: string }>(APPLY, [conversationIds]);
    return rows.map((row) => row.conversationId);
  }
}

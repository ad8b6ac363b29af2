import { MAY_BE_TWICE } from '../history/read-dump.js';

/**
 * What keeps a scene from being over: something waits for the assistant, for the platform or for a worker. A doubt about
 * a message of the assistant waits for nobody when a person has the conversation, and took it since or it was sent twice.
 */
export const OPEN = `
  select 'burst' from conversation where owner = 'ai' and burst_started_at is not null
  union all select 'turn' from turn where state = 'running'
  union all select 'message' from message m join conversation c on c.id = m.conversation_id
             where m.status in ('queued', 'sending')
                or m.status = 'unconfirmed' and (m.sender_type <> 'ai' or c.owner = 'ai'
                                             or m.epoch = c.epoch and not ${MAY_BE_TWICE})
  union all select 'report' from delivery_event where state = 'new'`;

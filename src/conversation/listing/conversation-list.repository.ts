import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/database/database.js';
import { type ConversationReference, conditionFor } from '../conversation-reference.js';
import type { AssistantMode } from '../drafts/assistant-mode.js';
import type { OptSource } from '../opt-out/opt-out.repository.js';
import { FILE_OF, type MediaState } from '../media/media.repository.js';
import type { HandoffCard } from '../owner/handoff-card.js';
import type { Owner } from '../owner/owner.js';
import type { MessageContent, StoredDetails } from '../transcript/stored-message.js';
import { QUOTED, QUOTED_MESSAGE } from '../transcript/transcript.repository.js';
import { DELIVERY_TIMES, type DeliveryTimes } from './delivery-times.js';

/** A conversation as operators see it. */
export interface ConversationView {
  id: string;
  phone: string | null;
  user_id: string | null;
  username: string | null;
  name: string | null;
  owner: Owner;
  human_intervention_required: boolean;
  operator_id: string | null;
  owner_since: Date;
  handoff: HandoffCard | null;
  window_expires_at: Date | null;
  /** Since when it is to be verified again who writes: the number, the ids or the device changed. */
  identity_changed_at: Date | null;
  /** Whether answers wait for a person (`draft`) or not (`auto`); null where the settings say it. */
  assistant_mode: AssistantMode | null;
  /** Since when the customer wants no messages that they did not ask for, and how we know. */
  opted_out_at: Date | null;
  opted_out_by: OptSource | null;
  /** Since when the customer waits for an answer. */
  waiting_since: Date | null;
  last_message_id: string | null;
  created_at: Date;
  updated_at: Date;
}

/** How the file of a message stands. */
export interface MediaView {
  id: string;
  state: MediaState;
  /** Why it has not come, in words. */
  reason: string | null;
  /** Of a stored file: what it is by its own bytes, and how many. */
  mime_type: string | null;
  size: number | null;
}

/** A message as operators see it. */
export interface MessageView {
  id: string;
  seq: number;
  direction: 'inbound' | 'outbound';
  sender_type: 'customer' | 'ai' | 'operator';
  sender_id: string | null;
  external_id: string | null;
  /** What it is: `text`, `image`, `location`, … */
  kind: string;
  has_text: boolean;
  message_text: string | null;
  media_info: unknown;
  media: MediaView | null;
  provider_ts: Date | null;
  extra_metadata: unknown;
  /** What it quotes or reacts to, in at most 200 characters; null when it quotes nothing that is known here. */
  quoted_text: string | null;
  status: string | null;
  /** Of what the business said. */
  delivery: DeliveryTimes | null;
  error: unknown;
  turn_id: string | null;
  handled_at: Date | null;
  created_at: Date;
}

/** … as its row says it. */
export type ListedMessage = Omit<MessageView, 'kind' | 'quoted_text'> & {
  media_info: MessageContent['media'];
  extra_metadata: StoredDetails | null;
  quoted: MessageContent | null;
};

/** Where a page begins: after this row. */
export interface After {
  /** Microseconds since 1970, because a Date holds milliseconds only. */
  atUs: number;
  id: string;
}

const MEDIA_VIEW = `'id', f.id, 'state', f.state, 'reason', f.reason, 'mime_type', f.mime_type, 'size', f.size`;
const NAME = (kind: string) =>
  `(select i.value from customer_identity i where i.conversation_id = c.id and i.kind = '${kind}' limit 1)`;
const CONVERSATION = `
  select c.id, c.phone, ${NAME('user_id')} as user_id, ${NAME('username')} as username, c.name, c.owner, c.human_intervention_required, c.operator_id, c.owner_since, c.handoff, c.window_expires_at,
         c.identity_changed_at, c.assistant_mode, c.opted_out_at, c.opted_out_by, c.burst_started_at as waiting_since, c.last_message_id, c.created_at, c.updated_at`;

const MICROSECONDS = (column: string) => `(extract(epoch from ${column}) * 1000000)::bigint as cursor_us`;
const AFTER = `(timestamptz 'epoch' + $1::bigint * interval '1 microsecond', $2::uuid)`;
const RECENT = (where: string) => `
  ${CONVERSATION}, ${MICROSECONDS('c.updated_at')} from conversation c
   where ${where} and c.merged_into is null and ($1::bigint is null or (c.updated_at, c.id) < ${AFTER})
   order by c.updated_at desc, c.id desc limit $3`;
const LONGEST_WAIT = `
  ${CONVERSATION}, ${MICROSECONDS('c.owner_since')} from conversation c
   where c.owner = 'waiting' and ($1::bigint is null or (c.owner_since, c.id) > ${AFTER})
   order by c.owner_since, c.id limit $3`;

/** … with the place from which the next page continues. */
export type ListedConversation = ConversationView & { cursor_us: number };

/** Pages by key, so that the hundredth page costs what the first does. */
@Injectable()
export class ConversationListRepository {
  constructor(private readonly db: Database) {}

  /** Those who wait for a person: longest wait first. Everything else: most recent first. */
  page(owner: Owner | null, after: After | null, limit: number): Promise<ListedConversation[]> {
    const page = [after?.atUs ?? null, after?.id ?? null, limit];
    if (owner === 'waiting') return this.db.query<ListedConversation>(LONGEST_WAIT, page);
    return owner === null
      ? this.db.query<ListedConversation>(RECENT('true'), page)
      : this.db.query<ListedConversation>(`${RECENT('c.owner = $4')}`, [...page, owner]);
  }

  async find(where: ConversationReference): Promise<ConversationView | null> {
    const [condition, value] = conditionFor(where);
    const rows = await this.db.query<ConversationView & { merged_into: string | null }>(
      `${CONVERSATION}, c.merged_into from conversation c where ${condition}`,
      [value],
    );
    const [found] = rows;
    if (found === undefined) return null;
    const { merged_into: mergedInto, ...conversation } = found;
    return mergedInto === null ? conversation : this.find({ id: mergedInto });
  }

  /** Newest first, before `beforeSeq` where it is given. */
  messages(conversationId: string, beforeSeq: number | null, limit: number): Promise<ListedMessage[]> {
    return this.db.query<ListedMessage>(
      `with page as (
         select * from message where conversation_id = $1 and ($2::bigint is null or seq < $2) order by seq desc limit $3
       )
       select m.id, m.seq, m.direction, m.sender_type, m.sender_id, m.external_id, m.has_text, m.message_text,
              m.media_info, m.provider_ts, m.extra_metadata, m.status, m.error, m.turn_id, m.handled_at, m.created_at,
              ${FILE_OF('m', MEDIA_VIEW)} as media, ${DELIVERY_TIMES} as delivery, ${QUOTED_MESSAGE} as quoted
         from page m ${QUOTED} order by m.seq desc`,
      [conversationId, beforeSeq, limit],
    );
  }
}

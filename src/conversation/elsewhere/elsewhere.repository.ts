import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';
import type { ContactName, EchoedMessage, PastMessage, SaidMessage } from '../incoming.js';
import { metadataOf } from '../intake/metadata.js';
import { STORE_MEDIA } from '../media/media.repository.js';

/** A message whose conversation is known. */
export interface Placed<Message> {
  conversationId: string;
  message: Message;
}

/** Rows of one statement; a history of thousands takes several. */
const CHUNK = 1_000;

const INCOMING = `unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::timestamptz[], $6::jsonb[], $7::text[], $8::text[])
      with ordinality as item (conversation_id, external_id, message_text, media_info, provider_ts, extra_metadata,
                               direction, sender_or_status, position)`;

/** Locked in the order of ids, as everybody does who touches several conversations. */
const STORE_ECHOES = `
  with incoming as (
    select * from ${INCOMING}
  ), locked as materialized (
    select id, coalesce(merged_into, id) as home from conversation
     where id in (select conversation_id from incoming) order by id for no key update
  ), stored as (
    insert into message (conversation_id, direction, sender_type, sender_id, external_id, message_text, media_info,
                         provider_ts, extra_metadata, status)
    select locked.home, 'outbound', 'operator', i.sender_or_status, i.external_id, i.message_text, i.media_info,
           least(i.provider_ts, now()), i.extra_metadata, 'sent'
      from incoming i join locked on locked.id = i.conversation_id order by i.position
    on conflict (external_id) do nothing
    returning id, seq, conversation_id, external_id, media_info, provider_ts
  ), files as (${STORE_MEDIA('stored')}
  ), newest as (
    select conversation_id, (array_agg(id order by seq desc))[1] as id from stored group by 1
  ), noted as (
    update conversation c set last_message_id = n.id, updated_at = now(), person_spoke_at = now()
      from newest n where c.id = n.conversation_id
  )
  select external_id as "externalId" from stored`;

/** Far below every number given on arrival, so that the past stands before the present, in its own order. */
const PAST_SEQ = `(extract(epoch from i.provider_ts) * 1000)::bigint + i.position % 1000 - 10000000000000`;

/**
 * A conversation in which nobody has spoken yet shows the time of the last past message. Files can be had for seven days.
 */
const STORE_PAST = `
  with stored as (
    insert into message (seq, conversation_id, direction, sender_type, sender_id, external_id, message_text, media_info,
                         provider_ts, extra_metadata, status, handled_at, created_at)
    overriding system value
    select ${PAST_SEQ}, i.conversation_id, i.direction, case i.direction when 'inbound' then 'customer' else 'operator' end,
           case i.direction when 'outbound' then 'history' end, i.external_id, i.message_text, i.media_info, i.provider_ts,
           i.extra_metadata, i.sender_or_status, case i.direction when 'inbound' then i.provider_ts end, i.provider_ts
      from ${INCOMING.replace('as item', 'as i')} order by i.external_id
    on conflict (external_id) do nothing
    returning id, seq, conversation_id, provider_ts, media_info
  ), fetchable as (
    select id, provider_ts, media_info from stored where media_info ? 'id' and provider_ts > now() - interval '7 days'
  ), files as (${STORE_MEDIA('fetchable')}
  ), newest as (
    select distinct on (conversation_id) conversation_id, id, provider_ts from stored order by conversation_id, seq desc
  )
  update conversation c set last_message_id = n.id, updated_at = n.provider_ts
    from newest n
   where c.id = n.conversation_id
     and not exists (select 1 from message m where m.conversation_id = c.id and m.seq > 0)
     and (c.last_message_id is null or c.updated_at < n.provider_ts)`;

/** The customer's own name wins. */
const NAME_CONTACTS = `
  update conversation c set name = entry.name
    from unnest($1::text[], $2::text[]) as entry (phone, name) where c.phone = entry.phone and c.name is null`;

/** What others said in a thread, and what was said before we were there. */
@Injectable()
export class ElsewhereRepository {
  constructor(private readonly db: Database) {}

  /** @returns the platform ids of those that are new. */
  async storeEchoes(placed: Placed<EchoedMessage>[], tx: Tx): Promise<Set<string>> {
    const values = columns(
      placed,
      () => 'outbound',
      ({ speaker }) => speaker,
    );
    const rows = await this.db.in(tx).query<{ externalId: string }>(STORE_ECHOES, values);
    return new Set(rows.map((row) => row.externalId));
  }

  async storePast(placed: Placed<PastMessage>[], tx: Tx): Promise<void> {
    for (let at = 0; at < placed.length; at += CHUNK) {
      const values = columns(
        placed.slice(at, at + CHUNK),
        ({ direction }) => direction,
        ({ status }) => status,
      );
      await this.db.in(tx).query(STORE_PAST, values);
    }
  }

  async nameContacts(names: ContactName[], tx: Tx): Promise<void> {
    await this.db.in(tx).query(NAME_CONTACTS, [names.map(({ phone }) => phone), names.map(({ name }) => name)]);
  }

  /** Whether an operator gave the conversation back to the assistant after `at`, in whole seconds. */
  async wasHandedBackAfter(conversationId: string, at: Date, tx: Tx): Promise<boolean> {
    const rows = await this.db.in(tx).query(
      `select 1 from handoff_event
        where conversation_id = $1 and to_owner = 'ai' and created_at >= $2::timestamptz + interval '1 second' limit 1`,
      [conversationId, at],
    );
    return rows.length > 0;
  }
}

const columns = <Message extends SaidMessage>(
  placed: Placed<Message>[],
  directionOf: (message: Message) => string,
  senderOrStatusOf: (message: Message) => string | null,
): unknown[] => [
  placed.map((one) => one.conversationId),
  placed.map(({ message }) => message.externalId),
  placed.map(({ message }) => message.text),
  placed.map(({ message }) => message.media && JSON.stringify(message.media)),
  placed.map(({ message }) => message.sentAt.toISOString()),
  placed.map(({ message }) => JSON.stringify(metadataOf(message))),
  placed.map(({ message }) => directionOf(message)),
  placed.map(({ message }) => senderOrStatusOf(message)),
];

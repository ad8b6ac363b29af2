import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';
import type { DeliveryReport, IncomingMessage, PlatformEvent } from '../incoming.js';
import type { BurstAge } from '../buffer/burst-clock.js';
import type { Placed } from '../elsewhere/elsewhere.repository.js';
import { STORE_MEDIA } from '../media/media.repository.js';
import type { Owner } from '../owner/owner.js';
import { OPEN_CHANGE } from './change.repository.js';
import { metadataOf } from './metadata.js';

/** A conversation that got something new. */
export interface TouchedConversation extends BurstAge {
  conversationId: string;
  owner: Owner;
  /** Whether the assistant has something to answer here that no wake-up was asked for yet. */
  beginsBurst: boolean;
  /** An edit or a revoke that came earlier waits for its message, which may be among the new ones. */
  hasOpenChange: boolean;
  /** Files that came with its new messages. */
  media: string[];
}

/** Something that keeps messages from going out. */
export interface Alert {
  field: string;
  alert: string;
  /** Whether it stops every message. */
  stopsSending: boolean;
}

const WINDOW = `interval '24 hours'`;

/**
 * Stores the new messages of a batch and moves their conversations on. Rows are locked in the order of their ids, so
 * two batches never wait for each other in a circle; a repeat changes nothing. What was placed in a conversation that
 * became a part of another one meanwhile goes there. Nothing was said later than now, by Postgres' clock.
 */
const STORE_MESSAGES = `
  with incoming as (
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::jsonb[], $6::boolean[], $7::boolean[],
                          $8::text[], $9::jsonb[])
      with ordinality as item (conversation_id, external_id, message_text, provider_ts, extra_metadata, needs_answer,
                               opens_window, name, media_info, position)
  ), locked as materialized (
    select id, coalesce(merged_into, id) as home, burst_started_at from conversation
     where id in (select conversation_id from incoming) order by id for no key update
  ), stored as (
    insert into message (conversation_id, direction, sender_type, external_id, message_text, provider_ts,
                         extra_metadata, handled_at, media_info)
    select locked.home, 'inbound', 'customer', i.external_id, i.message_text, least(i.provider_ts, now()),
           i.extra_metadata, case when i.needs_answer then null else now() end, i.media_info
      from incoming i join locked on locked.id = i.conversation_id
     order by i.position
    on conflict (external_id) do nothing
    returning id, seq, conversation_id, external_id, media_info, provider_ts
  ), files as (${STORE_MEDIA('stored')}
  ), came as (
    select s.conversation_id, array_agg(f.id) as media from files f join stored s on s.id = f.message_id group by 1
  ), news as (
    select s.conversation_id, bool_or(i.needs_answer) as needs_answer,
           max(s.provider_ts) filter (where i.opens_window) as opened_at,
           (array_agg(s.id order by s.seq desc))[1] as last_message_id,
           (array_agg(i.name order by s.seq desc) filter (where i.name is not null))[1] as name
      from stored s join incoming i on i.external_id = s.external_id
     group by s.conversation_id
  )
  update conversation c set
    last_message_id = n.last_message_id,
    name = coalesce(n.name, c.name),
    updated_at = now(),
    burst_started_at = case when n.needs_answer then coalesce(c.burst_started_at, clock_timestamp()) else c.burst_started_at end,
    burst_last_at = case when n.needs_answer then clock_timestamp() else c.burst_last_at end,
    window_expires_at = greatest(c.window_expires_at, n.opened_at + ${WINDOW})
  from news n join locked on locked.home = n.conversation_id
  left join came on came.conversation_id = n.conversation_id
  where c.id = n.conversation_id
  returning c.id as "conversationId", c.owner,
            c.owner = 'ai' and n.needs_answer and locked.burst_started_at is null as "beginsBurst",
            coalesce(extract(epoch from clock_timestamp() - c.burst_started_at) * 1000, 0)::float8 as "sinceFirstMs",
            0::float8 as "sinceLastMs",
            exists (select 1 from message m where m.conversation_id = c.id and m.${OPEN_CHANGE}) as "hasOpenChange",
            coalesce(came.media, '{}') as media`;

const STORE_REPORTS = `
  insert into delivery_event (external_id, status, participant, provider_ts, label, error, metadata)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::jsonb[], $7::jsonb[])
   order by 1, 2, 3
  on conflict (external_id, status, participant) do nothing
  returning id`;

const STORE_EVENTS = `
  insert into platform_event (field, key, note, payload, alert)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[], $5::text[]) order by 2
  on conflict (key) do nothing returning key`;

/** The statements that put one batch of webhooks into Postgres. */
@Injectable()
export class IntakeRepository {
  constructor(private readonly db: Database) {}

  storeMessages(placed: Placed<IncomingMessage>[], tx?: Tx): Promise<TouchedConversation[]> {
    return this.db
      .in(tx)
      .query<TouchedConversation>(STORE_MESSAGES, [
        placed.map((p) => p.conversationId),
        placed.map((p) => p.message.externalId),
        placed.map((p) => p.message.text),
        placed.map((p) => p.message.sentAt.toISOString()),
        placed.map((p) => JSON.stringify(metadataOf(p.message))),
        placed.map((p) => p.message.needsAnswer),
        placed.map((p) => p.message.opensWindow),
        placed.map((p) => p.message.customer.name),
        placed.map((p) => p.message.media && JSON.stringify(p.message.media)),
      ]);
  }

  /** @returns how many were new. */
  async storeReports(reports: DeliveryReport[], tx?: Tx): Promise<number> {
    const rows = await this.db
      .in(tx)
      .query(STORE_REPORTS, [
        reports.map((r) => r.externalId),
        reports.map((r) => r.status),
        reports.map((r) => r.participant),
        reports.map((r) => r.reportedAt.toISOString()),
        reports.map((r) => r.label),
        reports.map((r) => (r.error === null ? null : JSON.stringify(r.error))),
        reports.map((r) => JSON.stringify(r.metadata)),
      ]);
    return rows.length;
  }

  /** @returns the alerts among those that are new. */
  async storeEvents(events: PlatformEvent[], tx?: Tx): Promise<Alert[]> {
    const rows = await this.db
      .in(tx)
      .query<{ key: string }>(STORE_EVENTS, [
        events.map((e) => e.field),
        events.map((e) => e.key),
        events.map((e) => e.note),
        events.map((e) => JSON.stringify(e.payload)),
        events.map((e) => e.alert),
      ]);
    const stored = new Set(rows.map(({ key }) => key));
    return events.flatMap(({ key, field, alert, stopsSending }) =>
      alert === null || !stored.has(key) ? [] : [{ field, alert, stopsSending }],
    );
  }
}

import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';
import { OWN_ID_FORM } from '../own-id.js';
import type { MessageStatus } from './message-status.js';

/** A report, with the message it is about when that is known. */
export interface Report {
  eventId: number;
  externalId: string;
  status: string;
  /** The member of a group whom it is about; else ''. */
  participant: string;
  error: unknown;
  messageId: string | null;
}

/** A message whose row this transaction holds. */
export interface ReportedMessage {
  id: string;
  conversationId: string;
  senderType: 'ai' | 'operator';
  status: MessageStatus;
  externalId: string | null;
  /** Platform ids of tries that failed and were followed by another. */
  formerIds: string[];
  error: unknown;
  attempts: number;
  /** Whether its author may still speak. */
  isWanted: boolean;
  /** Set where it is to be sent again, in so many milliseconds. */
  dueInMs: number | null;
}

/** Uuids are what our labels look like; any other label belongs to another app. */
const LABEL = `'^${OWN_ID_FORM}$'`;

/** By platform id, else by the label that we gave the message and the platform echoes. */
const read = (which: string) => `
  with picked as (
    select * from delivery_event where ${which} order by id limit $1 for update skip locked
  )
  select p.id as "eventId", p.external_id as "externalId", p.status, p.participant, p.error,
         coalesce((select m.id from message m where m.external_id = p.external_id and m.direction = 'outbound'),
                  (select m.id from message m
                    where m.direction = 'outbound' and m.id = case when p.label ~ ${LABEL} then p.label::uuid end)) as "messageId"
    from picked p order by p.id`;

/** How long a report without a message is looked at again. */
const PARKED_FOR = `interval '15 minutes'`;
const MESSAGE_IS_KNOWN = `exists (select 1 from message k where k.external_id = delivery_event.external_id and k.direction = 'outbound')`;

const SAVE = `
  with marked as (
    update delivery_event set state = case when id = any($5::bigint[]) then 'applied' else 'parked' end
     where id = any($5::bigint[] || $6::bigint[])
  )
  update message m set status = u.status, external_id = u.external_id, error = u.error,
         former_external_ids = u.former_ids,
         due_at = case when u.due_in_ms is not null then clock_timestamp() + u.due_in_ms * interval '1 millisecond'
                       when u.status = m.status then m.due_at end
    from (select *, (select array_agg(value) from jsonb_array_elements_text(former) as value) as former_ids
            from unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $7::float8[], $8::jsonb[])
              as given (id, status, external_id, error, due_in_ms, former)) as u
   where m.id = u.id`;

/** A message that reached the platform twice, and the id of the second time. */
export interface SentTwice {
  message: Pick<ReportedMessage, 'id' | 'conversationId' | 'externalId'>;
  externalId: string;
}

const ALARM = `
  insert into platform_event (field, key, note, alert, payload)
  select 'sent_twice', 'sent_twice:' || message_id || ':' || second, 'two platform ids for one message',
         'A customer got one message twice',
         jsonb_build_object('message_id', message_id, 'conversation_id', conversation_id, 'external_ids', jsonb_build_array(first, second))
    from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as twice (message_id, conversation_id, first, second)
  on conflict (key) do nothing
  returning payload`;

@Injectable()
export class StatusRepository {
  constructor(private readonly db: Database) {}

  readNew(limit: number, tx: Tx): Promise<Report[]> {
    return this.db.in(tx).query<Report>(read(`state = 'new'`), [limit]);
  }

  /** Reports that came before their message was known are new again; those of other apps stay parked. */
  async unpark(): Promise<void> {
    await this.db.query(
      `update delivery_event set state = 'new'
        where state = 'parked' and created_at > now() - ${PARKED_FOR} and ${MESSAGE_IS_KNOWN}`,
    );
  }

  /** Locks in the order of ids, as everybody does who touches several messages. */
  lockMessages(ids: string[], tx: Tx): Promise<ReportedMessage[]> {
    return this.db.in(tx).query<ReportedMessage>(
      `select m.id, m.conversation_id as "conversationId", m.sender_type as "senderType", m.status,
              m.external_id as "externalId", coalesce(m.former_external_ids, '{}') as "formerIds", m.error, m.attempts,
              m.sender_type <> 'ai' or m.epoch = c.epoch as "isWanted", null as "dueInMs"
         from message m join conversation c on c.id = m.conversation_id
        where m.id = any($1) order by m.id for no key update of m`,
      [ids],
    );
  }

  /** Keeps what the messages came to, and what became of the reports. */
  async save(messages: ReportedMessage[], applied: number[], parked: number[], tx: Tx): Promise<void> {
    await this.db
      .in(tx)
      .query(SAVE, [
        messages.map((m) => m.id),
        messages.map((m) => m.status),
        messages.map((m) => m.externalId),
        messages.map((m) => (m.error === null ? null : JSON.stringify(m.error))),
        applied,
        parked,
        messages.map((m) => m.dueInMs),
        messages.map((m) => JSON.stringify(m.formerIds)),
      ]);
  }

  /** Lets operators know, once for each second id. @returns what they did not know yet. */
  async alarm(twice: SentTwice[], tx: Tx): Promise<{ payload: unknown }[]> {
    if (twice.length === 0) return [];
    return this.db
      .in(tx)
      .query<{ payload: unknown }>(ALARM, [
        twice.map(({ message }) => message.id),
        twice.map(({ message }) => message.conversationId),
        twice.map(({ message }) => message.externalId),
        twice.map(({ externalId }) => externalId),
      ]);
  }

  /** Messages that customers got twice, in the last 24 hours. */
  async countSentTwice(): Promise<number> {
    const rows = await this.db.query<{ count: number }>(
      `select count(*) from platform_event where field = 'sent_twice' and created_at > now() - interval '24 hours'`,
    );
    return rows[0]?.count ?? 0;
  }
}

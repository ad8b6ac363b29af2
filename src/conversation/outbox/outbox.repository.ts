import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';
import type { OutgoingContent } from '../../infra/clients/whatsapp/outgoing-content.js';
import type { Refusal } from '../../infra/clients/whatsapp/send-outcome.js';
import { columnsOf, type ContentColumns } from './content-columns.js';

/** A message this process may send now; nobody else may. */
export interface ClaimedMessage extends ContentColumns {
  id: string;
  conversationId: string;
  senderType: 'ai' | 'operator';
  replyTo: string | null;
  attempts: number;
  phone: string | null;
  userId: string | null;
}

export interface AssistantMessage {
  conversationId: string;
  turnId: string;
  epoch: number;
  content: OutgoingContent;
}

export interface OperatorMessage {
  conversationId: string;
  operatorId: string;
  epoch: number;
  content: OutgoingContent;
  replyTo: string | null;
  idempotencyKey: string | null;
}

/** Where a message to a customer stands. */
export interface Standing {
  id: string;
  status: string;
  externalId: string | null;
  error: Refusal | null;
}

/** A send that has not been recorded after this long was cut short: longer than any answer is waited for. */
const STUCK_AFTER = `interval '12 seconds'`;
/** Later messages of a conversation wait this long for one in doubt. */
const HELD_FOR = `interval '30 seconds'`;
/** How long a doubt waits for the status webhook that settles it. */
const SETTLED_WITHIN = `interval '60 seconds'`;

/**
 * The oldest queued message of a conversation, if nothing before it is on its way. The owner is looked at in the
 * same statement: a takeover either cancels the row first, or finds it `sending` and waits for it (P4).
 */
const CLAIM_NEXT = `
  update message m set status = 'sending', attempts = m.attempts + 1, due_at = clock_timestamp() + ${STUCK_AFTER}
    from conversation c
   where m.id = (
           select o.id from message o join conversation oc on oc.id = o.conversation_id
            where o.conversation_id = $1 and o.status in ('queued', 'sending', 'unconfirmed')
              and not (o.status = 'unconfirmed' and o.due_at < clock_timestamp() + ${SETTLED_WITHIN} - ${HELD_FOR})
              and not (o.status = 'queued' and o.sender_type = 'ai' and o.epoch <> oc.epoch)
            order by o.seq limit 1)
     and m.status = 'queued' and m.due_at <= clock_timestamp()
     and c.id = m.conversation_id and (m.sender_type = 'operator' or m.epoch = c.epoch)
  returning m.id, m.conversation_id as "conversationId", m.sender_type as "senderType", m.message_text as text,
            m.media_info as media, m.extra_metadata -> 'content' as content,
            m.extra_metadata ->> 'reply_to' as "replyTo", m.attempts, c.phone,
            (select i.value from customer_identity i
              where i.conversation_id = c.id and i.kind = 'user_id' order by i.created_at desc limit 1) as "userId"`;

/** A report that overtook the platform's answer is new again, now that its message is known. */
const RECORD_SENT = `
  with sent as (
    update message set external_id = $2, error = null, due_at = null,
           status = case when status in ('sending', 'unconfirmed', 'queued') then 'sent' else status end
     where id = $1 and (external_id is null or external_id = $2)
    returning id
  ), early as (
    update delivery_event e set state = 'new' from sent where e.external_id = $2 and e.state = 'parked' returning e.id
  )
  select exists (select 1 from early) as early`;

/** Every statement on messages that leave. */
@Injectable()
export class OutboxRepository {
  constructor(private readonly db: Database) {}

  async queueFromAssistant({ conversationId, turnId, epoch, content }: AssistantMessage, tx: Tx): Promise<string> {
    return this.insert(
      `insert into message (conversation_id, direction, sender_type, sender_id, turn_id, epoch, message_text, media_info,
                            extra_metadata, status, due_at)
       values ($1, 'outbound', 'ai', 'assistant', $2, $3, $4, $5, $6, 'queued', clock_timestamp()) returning id`,
      [conversationId, turnId, epoch, ...valuesOf(content, null)],
      tx,
    );
  }

  async queueFromOperator(message: OperatorMessage, tx: Tx): Promise<string> {
    const { conversationId, operatorId, epoch, content, replyTo, idempotencyKey } = message;
    return this.insert(
      `insert into message (conversation_id, direction, sender_type, sender_id, epoch, message_text, media_info,
                            extra_metadata, idempotency_key, status, due_at)
       values ($1, 'outbound', 'operator', $2, $3, $4, $5, $6, $7, 'queued', clock_timestamp()) returning id`,
      [conversationId, operatorId, epoch, ...valuesOf(content, replyTo), idempotencyKey],
      tx,
    );
  }

  async findByIdempotencyKey(conversationId: string, key: string, tx: Tx): Promise<string | null> {
    const rows = await this.db
      .in(tx)
      .query<{ id: string }>(`select id from message where conversation_id = $1 and idempotency_key = $2`, [
        conversationId,
        key,
      ]);
    return rows[0]?.id ?? null;
  }

  /** Claims the next message of the conversation that may go out now. */
  async claimNext(conversationId: string): Promise<ClaimedMessage | null> {
    const rows = await this.db.query<ClaimedMessage>(CLAIM_NEXT, [conversationId]);
    return rows[0] ?? null;
  }

  /** @returns whether reports about it came before the platform's answer did. */
  async recordSent(id: string, externalId: string): Promise<boolean> {
    const rows = await this.db.query<{ early: boolean }>(RECORD_SENT, [id, externalId]);
    return rows[0]?.early ?? false;
  }

  /** Nothing was sent; it is tried again in `pauseMs`. */
  async requeue(id: string, pauseMs: number, error: Refusal): Promise<void> {
    await this.db.query(
      `update message set status = 'queued', due_at = clock_timestamp() + $2 * interval '1 millisecond', error = $3
        where id = $1 and status = 'sending'`,
      [id, pauseMs, JSON.stringify(error)],
    );
  }

  async recordFailed(id: string, error: Refusal): Promise<void> {
    await this.db.query(
      `update message set status = 'failed', due_at = null, error = $2 where id = $1 and status = 'sending'`,
      [id, JSON.stringify(error)],
    );
  }

  /** The outcome is unknown until a status carries our label. */
  async recordUnconfirmed(id: string, error: Refusal): Promise<void> {
    await this.db.query(
      `update message set status = 'unconfirmed', due_at = clock_timestamp() + ${SETTLED_WITHIN}, error = $2
        where id = $1 and status = 'sending'`,
      [id, JSON.stringify(error)],
    );
  }

  async standingOf(id: string): Promise<Standing> {
    const rows = await this.db.query<Standing>(
      `select id, status, external_id as "externalId", error from message where id = $1`,
      [id],
    );
    return rows[0] as Standing;
  }

  /** Sends cut short by a crash: unknown, never simply queued again. */
  async markStuckUnconfirmed(): Promise<number> {
    const rows = await this.db.query(
      `update message set status = 'unconfirmed', due_at = due_at - ${STUCK_AFTER} + ${SETTLED_WITHIN},
              error = '{"code": null, "message": "the sender stopped before it knew"}'
        where status = 'sending' and due_at < clock_timestamp() returning id`,
    );
    return rows.length;
  }

  /** Free text in doubt for a minute goes out once more, marked; only while its author may still speak. */
  async resendUnconfirmed(): Promise<number> {
    const rows = await this.db.query(
      `update message m set status = 'queued', due_at = clock_timestamp(),
              extra_metadata = coalesce(m.extra_metadata, '{}') || '{"may_have_been_sent_twice": true}'
         from conversation c
        where m.status = 'unconfirmed' and m.due_at < clock_timestamp() and c.id = m.conversation_id
          and (m.sender_type = 'operator' or m.epoch = c.epoch) and m.message_text is not null and m.media_info is null
          and m.extra_metadata #>> '{content,type}' is distinct from 'template'
          and not coalesce((m.extra_metadata ->> 'may_have_been_sent_twice')::boolean, false)
       returning m.id`,
    );
    return rows.length;
  }

  /** What the assistant queued under an earlier owner: a retry that came back after the takeover had cancelled the rest. */
  async cancelStale(): Promise<void> {
    await this.db.query(
      `update message m set status = 'cancelled', due_at = null from conversation c
        where m.status = 'queued' and m.sender_type = 'ai' and c.id = m.conversation_id and m.epoch <> c.epoch`,
    );
  }

  /** Conversations with a message whose next try is due, or that whoever queued it has not sent for a while. */
  async overdue(limit: number): Promise<string[]> {
    const rows = await this.db.query<{ conversationId: string }>(
      `select distinct conversation_id as "conversationId" from (
         select conversation_id from message
          where status = 'queued'
            and due_at < clock_timestamp() - case when attempts > 0 then interval '0' else interval '3 seconds' end
          order by due_at limit $1) as due`,
      [limit],
    );
    return rows.map((row) => row.conversationId);
  }

  /** A message of the business is the newest thing in its conversation. */
  private async insert(statement: string, values: unknown[], tx: Tx): Promise<string> {
    const rows = await this.db.in(tx).query<{ id: string }>(
      `with inserted as (${statement}), noted as (
         update conversation c set last_message_id = i.id, updated_at = now() from inserted i where c.id = $1)
       select id from inserted`,
      values,
    );
    return (rows[0] as { id: string }).id;
  }
}

/** `message_text`, `media_info` and `extra_metadata`. */
const valuesOf = (said: OutgoingContent, replyTo: string | null): [string | null, string | null, string | null] => {
  const { text, media, content } = columnsOf(said);
  const metadata = { ...(replyTo === null ? {} : { reply_to: replyTo }), ...(content === null ? {} : { content }) };
  const hasMetadata = Object.keys(metadata).length > 0;
  return [text, media && JSON.stringify(media), hasMetadata ? JSON.stringify(metadata) : null];
};

import { Injectable } from '@nestjs/common';
import type { Source } from '../../ai/knowledge/find/citations.js';
import { Settings } from '../../infra/config/settings.js';
import { Database, type Tx } from '../../infra/database/database.js';
import type { OutgoingContent } from '../../infra/clients/whatsapp/outgoing-content.js';
import { inWindow } from '../window.js';
import { columnsOf } from './content-columns.js';
import { SETTLED_WITHIN, STUCK_AFTER } from './outbox-times.js';

export interface AssistantMessage {
  conversationId: string;
  turnId: string;
  epoch: number;
  content: OutgoingContent;
  /** What the words rest on. */
  sources?: readonly Source[] | undefined;
  /** Waits for a person. */
  isDraft?: boolean;
  /** Who looked at it before it went out, and whether they changed it. */
  review?: { by: string; edited: boolean };
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
  /** Why it failed or waits: a refusal, or the errors of a report. */
  error: unknown;
  /** When free text stops to go out in its conversation. */
  windowExpiresAt: Date | null;
}

/** Conversations tried while a held number may be probed: one of them gets through, others may have to wait anyway. */
const PROBES_AT_ONCE = 5;

const OVERDUE = `
  with due as (
    select conversation_id, due_at from message
     where status = 'queued'
       and due_at < clock_timestamp() - case when attempts > 0 or due_at > created_at + interval '1 second'
                                             then interval '0' else interval '3 seconds' end
     order by due_at
     limit (select case when held_until is null then $1 when held_until < clock_timestamp() then $3::integer else 0 end
              from sending where phone_number_id = $2)
  ), shut as (
    select m.conversation_id, m.due_at from message m join conversation c on c.id = m.conversation_id
     where m.status = 'queued' and not ${inWindow('m')}
     limit $1
  )
  select conversation_id as "conversationId" from (select * from due union all select * from shut) as found
   group by 1 order by min(due_at)`;

/** Its time is over, and no report about it waits to be read. */
const IN_LASTING_DOUBT = `
  m.status = 'unconfirmed' and m.due_at < clock_timestamp()
  and not exists (select 1 from delivery_event e where e.state = 'new' and e.label = m.id::text)`;

/** What waits to leave. */
@Injectable()
export class OutboxRepository {
  private readonly number: string;

  constructor(
    private readonly db: Database,
    settings: Settings,
  ) {
    this.number = settings.sendingNumber;
  }

  async queueFromAssistant(message: AssistantMessage, tx: Tx): Promise<string> {
    const { conversationId, turnId, epoch, content, sources = [], isDraft = false, review } = message;
    const about = { ...(sources.length === 0 ? {} : { sources }), ...(review === undefined ? {} : { review }) };
    return this.insert(
      `insert into message (conversation_id, direction, sender_type, sender_id, turn_id, epoch, message_text, media_info,
                            extra_metadata, status, due_at)
       values ($1, 'outbound', 'ai', 'assistant', $2, $3, $4, $5, $6, $7, case $7 when 'queued' then clock_timestamp() end)
       returning id, sender_type, status`,
      [conversationId, turnId, epoch, ...valuesOf(content, about), isDraft ? 'draft' : 'queued'],
      tx,
    );
  }

  async queueFromOperator(message: OperatorMessage, tx: Tx): Promise<string> {
    const { conversationId, operatorId, epoch, content, replyTo, idempotencyKey } = message;
    return this.insert(
      `insert into message (conversation_id, direction, sender_type, sender_id, epoch, message_text, media_info,
                            extra_metadata, idempotency_key, status, due_at)
       values ($1, 'outbound', 'operator', $2, $3, $4, $5, $6, $7, 'queued', clock_timestamp()) returning id, sender_type, status`,
      [
        conversationId,
        operatorId,
        epoch,
        ...valuesOf(content, replyTo === null ? {} : { reply_to: replyTo }),
        idempotencyKey,
      ],
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

  async standingOf(id: string): Promise<Standing> {
    const rows = await this.db.query<Standing>(
      `select m.id, m.status, m.external_id as "externalId", m.error, c.window_expires_at as "windowExpiresAt"
         from message m join conversation c on c.id = m.conversation_id where m.id = $1`,
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

  /**
   * Free text in doubt for a minute goes out once more, marked; only while its author may still speak, and not while a
   * report about it waits to be read.
   */
  async resendUnconfirmed(): Promise<number> {
    const rows = await this.db.query(
      `update message m set status = 'queued', due_at = clock_timestamp(),
              extra_metadata = coalesce(m.extra_metadata, '{}') || '{"may_have_been_sent_twice": true}'
         from conversation c
        where ${IN_LASTING_DOUBT} and c.id = m.conversation_id
          and (m.sender_type = 'operator' or m.epoch = c.epoch) and m.message_text is not null and m.media_info is null
          and m.extra_metadata #>> '{content,type}' is distinct from 'template'
          and not coalesce((m.extra_metadata ->> 'may_have_been_sent_twice')::boolean, false)
       returning m.id`,
    );
    return rows.length;
  }

  /** Messages of the assistant whose doubt has lasted, and that nothing sends once more; nobody knows of them yet. */
  async leftInDoubt(limit: number): Promise<{ id: string; conversationId: string }[]> {
    return this.db.query<{ id: string; conversationId: string }>(
      `select m.id, m.conversation_id as "conversationId"
         from message m join conversation c on c.id = m.conversation_id
        where ${IN_LASTING_DOUBT} and m.sender_type = 'ai'
          and m.epoch = c.epoch and c.owner = 'ai' limit $1`,
      [limit],
    );
  }

  /** What the assistant queued under an earlier owner: a retry that came back after the takeover had cancelled the rest. */
  async cancelStale(): Promise<void> {
    await this.db.query(
      `update message m set status = 'cancelled', due_at = null from conversation c
        where m.status = 'queued' and m.sender_type = 'ai' and c.id = m.conversation_id and m.epoch <> c.epoch`,
    );
  }

  /**
   * Conversations with a message that is due, or that whoever queued it has not sent for a while; few of them while the
   * number is held and may be probed, none before. Then those whose window has closed over what is queued.
   */
  async overdue(limit: number): Promise<string[]> {
    const rows = await this.db.query<{ conversationId: string }>(OVERDUE, [limit, this.number, PROBES_AT_ONCE]);
    return rows.map((row) => row.conversationId);
  }

  /** A message of the business is the newest thing in its conversation; a draft is none yet. */
  private async insert(statement: string, values: unknown[], tx: Tx): Promise<string> {
    const rows = await this.db.in(tx).query<{ id: string }>(
      `with inserted as (${statement}), noted as (
         update conversation c set last_message_id = case i.status when 'draft' then c.last_message_id else i.id end, updated_at = now(),
                person_spoke_at = case i.sender_type when 'operator' then now() else c.person_spoke_at end
           from inserted i where c.id = $1)
       select id from inserted`,
      values,
    );
    return (rows[0] as { id: string }).id;
  }
}

/** `message_text`, `media_info` and `extra_metadata`. */
const valuesOf = (said: OutgoingContent, about: object): [string | null, string | null, string | null] => {
  const { text, media, content } = columnsOf(said);
  const metadata = { ...about, ...(content === null ? {} : { content }) };
  const hasMetadata = Object.keys(metadata).length > 0;
  return [text, media && JSON.stringify(media), hasMetadata ? JSON.stringify(metadata) : null];
};

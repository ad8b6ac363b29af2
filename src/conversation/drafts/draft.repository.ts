import { Injectable } from '@nestjs/common';
import type { Source } from '../../ai/knowledge/find/citations.js';
import { Database, type Tx } from '../../infra/database/database.js';
import type { AssistantMode } from './assistant-mode.js';
import type { ContentColumns } from '../outbox/content-columns.js';

/** An answer that waits for a person; its id is that of the turn that wrote it. */
export interface DraftView {
  id: string;
  seq: number;
  conversation_id: string;
  phone: string | null;
  /** What would go out, message by message; the words, and what else belongs to them. */
  messages: { text: string | null; content: object | null }[];
  created_at: Date;
}

/** One message of a draft as its row has it. */
export interface DraftedMessage extends ContentColumns {
  sources: Source[] | null;
}

const WAITING = `
  select d.turn_id as id, min(d.seq) as seq, d.conversation_id, c.phone, min(d.created_at) as created_at,
         jsonb_agg(jsonb_build_object('text', d.message_text, 'content', d.extra_metadata -> 'content') order by d.seq) as messages
    from message d join conversation c on c.id = d.conversation_id
   where d.status = 'draft' and ($1::bigint is null or d.seq > $1)
   group by d.turn_id, d.conversation_id, c.phone order by 2 limit $2`;

/**
 * A draft that the customer has written past gives way: what it was to answer belongs to the burst that waits. The
 * conversation's row is locked, so nobody sends it meanwhile.
 */
const RETRACT = `
  with held as materialized (
    select id from conversation where id = $1 and owner = 'ai' and burst_started_at is not null for no key update
  ), stale as (
    update message d set status = 'cancelled' from held
     where d.conversation_id = held.id and d.status = 'draft' returning d.turn_id
  )
  update message m set handled_at = null
   where m.conversation_id = $1 and m.direction = 'inbound' and m.turn_id in (select turn_id from stale)`;

/** What the assistant would say. */
@Injectable()
export class DraftRepository {
  constructor(private readonly db: Database) {}

  /** Longest waiting first. */
  waiting(afterSeq: number | null, limit: number): Promise<DraftView[]> {
    return this.db.query<DraftView>(WAITING, [afterSeq, limit]);
  }

  async retract(conversationId: string): Promise<void> {
    await this.db.query(RETRACT, [conversationId]);
  }

  async conversationOf(id: string): Promise<string | null> {
    const rows = await this.db.query<{ conversationId: string }>(
      `select conversation_id as "conversationId" from message where status = 'draft' and turn_id = $1 limit 1`,
      [id],
    );
    return rows[0]?.conversationId ?? null;
  }

  /** Takes the draft away to be sent; empty where it is gone. */
  async take(id: string, conversationId: string, tx: Tx): Promise<DraftedMessage[]> {
    return this.db.in(tx).query<DraftedMessage>(
      `with taken as (
         delete from message where conversation_id = $2 and status = 'draft' and turn_id = $1
         returning seq, message_text as text, media_info as media, extra_metadata -> 'content' as content,
                   extra_metadata -> 'sources' as sources
       ) select text, media, content, sources from taken order by seq`,
      [id, conversationId],
    );
  }

  /** @returns whether it still waited. */
  async discard(id: string, conversationId: string, tx: Tx): Promise<boolean> {
    const rows = await this.db
      .in(tx)
      .query(
        `update message set status = 'cancelled' where conversation_id = $2 and status = 'draft' and turn_id = $1 returning 1`,
        [id, conversationId],
      );
    return rows.length > 0;
  }

  /** Whether the customer wrote something that is not answered. */
  async isBehind(conversationId: string, tx: Tx): Promise<boolean> {
    const rows = await this.db
      .in(tx)
      .query<{ isBehind: boolean }>(
        `select burst_started_at is not null as "isBehind" from conversation where id = $1`,
        [conversationId],
      );
    return rows[0]?.isBehind ?? false;
  }

  /** @param mode null leaves it to the settings */
  async setMode(conversationId: string, mode: AssistantMode | null, tx: Tx): Promise<void> {
    await this.db.in(tx).query('update conversation set assistant_mode = $2 where id = $1', [conversationId, mode]);
  }
}

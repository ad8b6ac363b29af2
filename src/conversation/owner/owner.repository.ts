import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';
import { type ConversationReference, conditionFor } from '../conversation-reference.js';
import { WINDOW_OPEN } from '../window.js';
import type { HandoffCard } from './handoff-card.js';
import type { Holding, Owner } from './owner.js';

/** A conversation whose row this transaction holds. */
export interface HeldConversation extends Holding {
  id: string;
  epoch: number;
  phone: string | null;
  windowOpen: boolean;
  windowExpiresAt: Date | null;
  /** Wants no messages that they did not ask for: no templates. */
  optedOut: boolean;
}

export interface OwnerChange {
  conversationId: string;
  from: Owner;
  to: Owner;
  /** The operator who acts, or null when the assistant or a rule does. */
  operatorId: string | null;
  reason: string | null;
  card: HandoffCard | null;
}

/** Every change of owner ends whatever claim there was: its fence is out of date from now on. */
const CHANGE = `
  with changed as (
    update conversation set
      owner = $2, operator_id = case when $2 = 'human' then $3 end, owner_since = clock_timestamp(),
      epoch = epoch + 1, fence = fence + 1, claimed_until = null, burst_attempts = 0, burst_restarts = 0, model_wait = null,
      handoff = case when $2 = 'ai' then null else coalesce($5::jsonb, handoff) end, updated_at = now()
    where id = $1
    returning id, epoch
  ), cancelled as (
    update message set status = 'cancelled', due_at = null
    where conversation_id = $1 and status in ('queued', 'draft') and sender_type = 'ai'
  ), ended as (
    update turn set state = 'cancelled', reason = $4, ended_at = clock_timestamp()
    where conversation_id = $1 and state = 'running'
  ), lapsed as (
    update tool_call set state = 'lapsed', ended_at = clock_timestamp()
     where conversation_id = $1 and state = 'asked' and $2 = 'ai'
  ), audited as (
    insert into handoff_event (conversation_id, from_owner, to_owner, epoch, operator_id, reason, card)
    select id, $6, $2, epoch, $3, $4, $5::jsonb from changed
  )
  select epoch from changed`;

/**
 * What was written before the business last spoke counts as dealt with; the rest is the burst to be answered now. A
 * reaction says nothing, nor does the notice that the model is away, which is all that a cancelled turn says. To the
 * burst belongs also what the assistant had answered in words that were cancelled before they went out.
 */
const REOPEN_BURST = `
  with last_words as (
    select coalesce(max(seq), 0) as seq from message w
     where conversation_id = $1 and direction = 'outbound' and status not in ('cancelled', 'failed', 'draft')
       and not exists (select 1 from turn t where t.id = w.turn_id and t.state = 'cancelled')
       and extra_metadata #>> '{content,type}' is distinct from 'reaction'
  ), settled as (
    update message m set handled_at = now() from last_words l
     where m.conversation_id = $1 and m.direction = 'inbound' and m.handled_at is null and m.seq < l.seq
  ), reopened as (
    update message m set handled_at = null from last_words l
     where m.conversation_id = $1 and m.direction = 'inbound' and m.handled_at is not null and m.seq > l.seq
       and exists (select 1 from message o
                    where o.conversation_id = $1 and o.seq > l.seq and o.turn_id = m.turn_id and o.status = 'cancelled')
    returning m.created_at
  ), unanswered as (
    select m.created_at from message m, last_words l
     where m.conversation_id = $1 and m.direction = 'inbound' and m.handled_at is null and m.seq > l.seq
    union all
    select created_at from reopened
  ), open as (
    select min(created_at) as first_at, max(created_at) as last_at from unanswered
  )
  update conversation c set burst_started_at = o.first_at, burst_last_at = o.last_at
    from open o where c.id = $1
  returning c.burst_started_at is not null as waiting`;

/** What a turn had read is to be answered anew, together with what is unanswered: at once, and waiting only since now. */
const REOPEN_TURN = `
  with reopened as (
    update message set handled_at = null where conversation_id = $1 and turn_id = $2 and direction = 'inbound'
    returning created_at
  )
  update conversation set burst_started_at = clock_timestamp(), burst_last_at = greatest(burst_last_at, r.last_at)
    from (select max(created_at) as last_at from reopened) as r
   where id = $1 and r.last_at is not null`;

/** Of the newest messages alone, so that it costs the same in a long conversation; nothing that was withdrawn. */
const LAST_WORDS = `
  with newest as (
    select * from message where conversation_id = $1 order by seq desc limit 40
  )
  select left(coalesce(extra_metadata ->> 'edited_text', message_text), 500) as text from newest
   where direction = 'inbound' and has_text and extra_metadata ->> 'revoked_at' is null order by seq desc limit 8`;

@Injectable()
export class OwnerRepository {
  constructor(private readonly db: Database) {}

  /** Locks the row, so that owner, claims and new outgoing messages stand still until the transaction ends. */
  async hold(where: ConversationReference, tx: Tx): Promise<HeldConversation | null> {
    const [condition, value] = conditionFor(where);
    const rows = await this.db.in(tx).query<HeldConversation & { mergedInto: string | null }>(
      `select c.id, c.owner, c.operator_id as "operatorId", c.epoch, c.phone, c.merged_into as "mergedInto",
              c.opted_out_at is not null as "optedOut",
              ${WINDOW_OPEN} as "windowOpen", c.window_expires_at as "windowExpiresAt"
         from conversation c where ${condition} for no key update`,
      [value],
    );
    const [held] = rows;
    if (held === undefined) return null;
    return held.mergedInto === null ? held : this.hold({ id: held.mergedInto }, tx);
  }

  /** Whoever writes there has proved who they are. */
  async markVerified(conversationId: string, tx: Tx): Promise<void> {
    await this.db
      .in(tx)
      .query(
        `update conversation set identity_changed_at = null, identity_verified_at = clock_timestamp() where id = $1`,
        [conversationId],
      );
  }

  /** Changes the owner and, with it, everything the change implies. @returns the new epoch. */
  async change({ conversationId, from, to, operatorId, reason, card }: OwnerChange, tx: Tx): Promise<number> {
    const rows = await this.db
      .in(tx)
      .query<{ epoch: number }>(CHANGE, [conversationId, to, operatorId, reason, card && JSON.stringify(card), from]);
    return (rows[0] as { epoch: number }).epoch;
  }

  /** @returns whether something the customer wrote waits for an answer. */
  async reopenBurst(conversationId: string, tx: Tx): Promise<boolean> {
    const rows = await this.db.in(tx).query<{ waiting: boolean }>(REOPEN_BURST, [conversationId]);
    return rows[0]?.waiting ?? false;
  }

  async reopenTurn(conversationId: string, turnId: string, tx: Tx): Promise<void> {
    await this.db.in(tx).query(REOPEN_TURN, [conversationId, turnId]);
  }

  /** What the customer wrote last, oldest first; the beginning of long messages. */
  async lastWords(conversationId: string, tx: Tx): Promise<string[]> {
    const rows = await this.db.in(tx).query<{ text: string }>(LAST_WORDS, [conversationId]);
    return rows.map(({ text }) => text).toReversed();
  }

  /** The assistant's messages that are being sent at this moment. */
  inFlight(conversationId: string): Promise<{ id: string; text: string | null }[]> {
    return this.db.query(
      `select id, message_text as text from message
        where conversation_id = $1 and sender_type = 'ai' and status = 'sending' order by seq`,
      [conversationId],
    );
  }

  /** Conversations that are not the assistant's, by who has them. */
  async countHeld(): Promise<{ waiting: number; human: number; external: number }> {
    const rows = await this.db.query<{ owner: 'waiting' | 'human' | 'external'; count: number }>(
      `select owner, count(*) from conversation where owner <> 'ai' group by owner`,
    );
    const counts = Object.fromEntries(rows.map(({ owner, count }) => [owner, count]));
    return { waiting: 0, human: 0, external: 0, ...counts };
  }

  /** Conversations whose person has said nothing for `afterMs`, whatever the customer wrote; at most `limit`. */
  silentSince(afterMs: number, limit: number): Promise<{ id: string }[]> {
    return this.db.query(
      `select id from conversation
        where owner in ('human', 'external')
          and greatest(owner_since, person_spoke_at) < now() - $1 * interval '1 millisecond'
        order by greatest(owner_since, person_spoke_at) limit $2`,
      [afterMs, limit],
    );
  }
}

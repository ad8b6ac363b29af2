import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';
import type { BurstAge } from '../buffer/burst-clock.js';

/** A conversation that this process may answer, until the claim ends. */
export interface Claim {
  conversationId: string;
  /** Every later write of this turn carries it; an older one changes nothing. */
  fence: number;
  epoch: number;
  /** Claims of this burst so far that ended without a word, this one included. */
  attempt: number;
}

/** The burst as the turn read it, in platform order. */
export interface Burst {
  messageIds: string[];
  /** Arrival number of the newest unanswered one, taken in or not; what comes later is newer than this turn. */
  lastSeq: number;
}

export type TurnState = 'answered' | 'silent' | 'superseded' | 'cancelled' | 'handed_over' | 'failed';

export interface TurnEnd {
  state: TurnState;
  reason?: string;
  model?: string;
  modelCalls?: number;
  inputTokens?: number;
  outputTokens?: number;
}

/** How a claim ended: the burst got its outcome, gives way to newer messages, is given back unchanged, or broke. */
export type Progress = 'closed' | 'restart' | 'given-back' | 'failed';

/** How a turn stands when somebody looks: still the claim's, and whether the customer has written more. */
export interface TurnStanding {
  restarts: number;
  newer: boolean;
}

/** A claim lives this long without being renewed: what a customer waits at most because a worker died. */
export const LEASE_MS = 10_000;
/** Messages one turn answers at most; more are left for the next one. */
const BURST_LIMIT = 50;

const LEASE = `clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'`;
const NEWER = `exists (select 1 from message m where m.conversation_id = c.id and m.direction = 'inbound'
                          and m.handled_at is null and m.seq > $3)`;

/** What came while the statement waited for the row is newer than the burst, and found by the next look. */
const CLAIM = `
  with claimed as (
    update conversation set fence = fence + 1, claimed_until = ${LEASE}, burst_attempts = burst_attempts + 1
     where id = $1 and owner = 'ai' and burst_started_at is not null
       and (claimed_until is null or claimed_until < clock_timestamp())
    returning id, fence, epoch, burst_attempts
  ), abandoned as (
    update turn set state = 'failed', reason = 'its worker stopped', ended_at = clock_timestamp()
     where conversation_id = $1 and state = 'running' and exists (select 1 from claimed)
  ), unanswered as not materialized (
    select id, seq, provider_ts from message
     where conversation_id = $1 and direction = 'inbound' and handled_at is null
  ), burst as (
    select * from unanswered order by seq limit ${BURST_LIMIT}
  )
  select id as "conversationId", fence, epoch, burst_attempts as attempt,
         (select array_agg(burst.id order by burst.provider_ts, burst.seq) from burst) as "messageIds",
         coalesce((select max(seq) from unanswered), 0) as "lastSeq"
    from claimed`;

/** Claims, leases and fences of turns; all times are the database's. */
@Injectable()
export class TurnRepository {
  constructor(private readonly db: Database) {}

  /**
   * Claims the conversation when the assistant owns it, a burst waits and nobody else holds it, and reads the burst. A
   * turn still open belongs to a worker that died, and is closed.
   */
  async claim(conversationId: string, tx: Tx): Promise<{ claim: Claim; burst: Burst } | null> {
    const rows = await this.db
      .in(tx)
      .query<Claim & { messageIds: string[] | null; lastSeq: number }>(CLAIM, [conversationId]);
    const [row] = rows;
    if (row === undefined) return null;
    const { messageIds, lastSeq, ...claim } = row;
    return { claim, burst: { messageIds: messageIds ?? [], lastSeq } };
  }

  /** Claims the conversation for a write to its memory, whoever owns it. */
  async claimMemory(conversationId: string): Promise<number | null> {
    const rows = await this.db.query<{ fence: number }>(
      `update conversation set fence = fence + 1, claimed_until = ${LEASE}
        where id = $1 and (claimed_until is null or claimed_until < clock_timestamp()) returning fence`,
      [conversationId],
    );
    return rows[0]?.fence ?? null;
  }

  async open(claim: Claim, messageCount: number, tx: Tx): Promise<string> {
    const rows = await this.db.in(tx).query<{ id: string }>(
      `insert into turn (conversation_id, fence, epoch, message_count, started_at)
         values ($1, $2, $3, $4, clock_timestamp()) returning id`,
      [claim.conversationId, claim.fence, claim.epoch, messageCount],
    );
    return (rows[0] as { id: string }).id;
  }

  /** Renews the lease of a claim that has not ended. @returns null when the claim is no longer ours. */
  async renew({ conversationId, fence }: Claim, lastSeq: number): Promise<TurnStanding | null> {
    const rows = await this.db.query<TurnStanding>(
      `update conversation c set claimed_until = ${LEASE} where id = $1 and fence = $2 and claimed_until is not null
       returning burst_restarts as restarts, ${NEWER} as newer`,
      [conversationId, fence, lastSeq],
    );
    return rows[0] ?? null;
  }

  /**
   * As {@link renew}, but locks the row: nothing changes between this look and the end of the transaction. The second
   * look is a statement of its own, so that it sees what was committed while the first one waited for the lock.
   */
  async lock({ conversationId, fence }: Claim, lastSeq: number, tx: Tx): Promise<TurnStanding | null> {
    const held = await this.db
      .in(tx)
      .query<{ restarts: number }>(
        `select burst_restarts as restarts from conversation where id = $1 and fence = $2 for no key update`,
        [conversationId, fence],
      );
    const [standing] = held;
    if (standing === undefined) return null;
    const rows = await this.db
      .in(tx)
      .query<{ newer: boolean }>(`select ${NEWER} as newer from conversation c where id = $1 and fence = $2`, [
        conversationId,
        fence,
        lastSeq,
      ]);
    return { restarts: standing.restarts, newer: rows[0]?.newer ?? false };
  }

  /** Ends whatever claim there is: the running turn finds its fence out of date. The burst waits for the next turn. */
  async revoke(conversationId: string, tx: Tx): Promise<void> {
    await this.db.in(tx).query(
      `with ended as (
         update turn set state = 'superseded', reason = 'an operator spoke', ended_at = clock_timestamp()
          where conversation_id = $1 and state = 'running'
         returning id
       )
       update conversation set fence = fence + 1, claimed_until = null,
              burst_attempts = greatest(0, burst_attempts - (select count(*) from ended))
        where id = $1`,
      [conversationId],
    );
  }

  async close(turnId: string, end: TurnEnd, tx: Tx): Promise<void> {
    await this.db.in(tx).query(
      `update turn set state = $2, reason = $3, model = $4, model_calls = $5, input_tokens = $6, output_tokens = $7,
                       ended_at = clock_timestamp()
        where id = $1 and state = 'running'`,
      [
        turnId,
        end.state,
        end.reason ?? null,
        end.model ?? null,
        end.modelCalls ?? null,
        end.inputTokens ?? null,
        end.outputTokens ?? null,
      ],
    );
  }

  async markHandled(messageIds: string[], turnId: string, tx: Tx): Promise<void> {
    await this.db
      .in(tx)
      .query(`update message set handled_at = clock_timestamp(), turn_id = $2 where id = any($1)`, [
        messageIds,
        turnId,
      ]);
  }

  /**
   * Ends the claim and sets the burst to what is still unanswered.
   * @returns whether something is, and how old it is in milliseconds.
   */
  async release({ conversationId, fence }: Claim, progress: Progress, tx: Tx): Promise<BurstAge | null> {
    const rows = await this.db.in(tx).query<BurstAge & { waiting: boolean }>(
      `update conversation c set
         claimed_until = null,
         burst_started_at = open.first_at,
         burst_last_at = open.last_at,
         burst_attempts = case $3 when 'closed' then 0 when 'failed' then c.burst_attempts else greatest(0, c.burst_attempts - 1) end,
         burst_restarts = case $3 when 'closed' then 0 when 'restart' then c.burst_restarts + 1 else c.burst_restarts end
       from (select min(created_at) as first_at, max(created_at) as last_at from message
              where conversation_id = $1 and direction = 'inbound' and handled_at is null) as open
       where c.id = $1 and c.fence = $2
       returning open.first_at is not null as waiting,
                 extract(epoch from clock_timestamp() - open.first_at)::float8 * 1000 as "sinceFirstMs",
                 extract(epoch from clock_timestamp() - open.last_at)::float8 * 1000 as "sinceLastMs"`,
      [conversationId, fence, progress],
    );
    const [row] = rows;
    return row?.waiting ? row : null;
  }

  /** Ends a claim on memory alone. @returns the age of a burst that came to wait for the assistant meanwhile. */
  async releaseMemory(conversationId: string, fence: number): Promise<BurstAge | null> {
    const rows = await this.db.query<BurstAge & { waiting: boolean }>(
      `update conversation c set claimed_until = null where id = $1 and fence = $2
       returning owner = 'ai' and burst_started_at is not null as waiting,
                 extract(epoch from clock_timestamp() - burst_started_at)::float8 * 1000 as "sinceFirstMs",
                 extract(epoch from clock_timestamp() - burst_last_at)::float8 * 1000 as "sinceLastMs"`,
      [conversationId, fence],
    );
    const [row] = rows;
    return row?.waiting ? row : null;
  }
}

import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Usage } from '../../ai/model/usage.js';
import { Database, type Tx } from '../../infra/database/database.js';
import type { BurstAge } from '../buffer/burst-clock.js';
import { MODEL_STANDING } from '../outage/outage.repository.js';
import { ABANDON } from './breakdown.repository.js';
import { COUNT, SPENT, TODAY } from './spending.repository.js';
import { PROFILE } from '../profile/profile.repository.js';
import type { BurstMessage, Claim, Doubt, Progress, Turn, TurnEnd, TurnStanding } from './turn.js';

interface BegunTurn extends Claim, Pick<Turn, 'spent' | 'model' | 'mode'> {
  messageIds: string[] | null;
  messages: BurstMessage[] | null;
  awaitsFiles: boolean | null;
  newestId: string | null;
  firstId: string | null;
  doubt: Doubt | null;
  lastAt: string;
  turnId: string | null;
  profile: string[] | null;
}

/** A claim lives this long without being renewed: what a customer waits at most because a worker died. */
export const LEASE_MS = 10_000;
/** Messages one turn answers at most; more are left for the next one. */
const BURST_LIMIT = 50;

/** Characters of a message that our rules look at: the longest that WhatsApp lets people type. */
const RULED_LENGTH = 4_096;

/** The platform takes a mark for 30 days; an id that was too long to keep is only a hash. Source: Cloud API, read. */
const CAN_BE_MARKED = `external_id not like 'sha256:%' and provider_ts > now() - interval '30 days'`;

/** From now on. */
export const LEASE = `clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'`;
/** Whether the customer wrote after the time $3; told by the conversation's row alone, so that its lock guards it. */
export const STANDING = `burst_restarts as restarts, coalesce(burst_last_at > $3::timestamptz, false) as newer`;

/**
 * What came while the statement waited for the row is newer than the burst, and found by the next look. A turn still
 * open belongs to a worker that died, and is closed before the new one opens. Without messages no turn opens.
 */
const BEGIN = `
  with claimed as (
    update conversation set fence = fence + 1, claimed_until = ${LEASE}, burst_attempts = burst_attempts + 1
     where id = $1 and owner = 'ai' and burst_started_at is not null
       and (claimed_until is null or claimed_until < clock_timestamp())
    returning id, fence, epoch, burst_attempts
  ), abandoned as (
    update turn set ${ABANDON}
     where conversation_id = $1 and state = 'running' and exists (select 1 from claimed) returning id
  ), unanswered as not materialized (
    select id, seq, provider_ts, external_id, extra_metadata -> 'errors' as errors, extra_metadata ->> 'opt_out' as opt_out,
           extra_metadata ->> 'kind' as kind,
           left(coalesce(extra_metadata ->> 'edited_text', message_text), ${RULED_LENGTH}) as text,
           media_info is not null and exists (
             select 1 from media f where f.message_id = message.id and f.state = 'waiting') as awaits_file
      from message
     where conversation_id = $1 and direction = 'inbound' and handled_at is null order by seq limit ${BURST_LIMIT}
  ), burst as (
    select array_agg(id order by provider_ts, seq) as ids, (array_agg(id order by seq))[1] as first_id,
           jsonb_agg(jsonb_build_object('kind', kind, 'text', text, 'errors', errors, 'optOut', opt_out) order by provider_ts, seq) as messages,
           bool_or(awaits_file) as awaits_files,
           (array_agg(external_id order by provider_ts desc, seq desc) filter (where ${CAN_BE_MARKED}))[1] as newest_id
      from unanswered
  ), opened as (
    insert into turn (conversation_id, fence, epoch, message_count, started_at, worker)
    select id, fence, epoch, cardinality(ids), clock_timestamp(), $2::uuid from claimed, burst
     where ids is not null and (select count(*) from abandoned) >= 0
    returning id
  )
  select claimed.id as "conversationId", claimed.fence, claimed.epoch, claimed.burst_attempts as attempt,
         ids as "messageIds", messages, awaits_files as "awaitsFiles", newest_id as "newestId", first_id as "firstId",
         (select jsonb_build_object('tool', tool, 'arguments', arguments) from tool_call
           where first_message_id = first_id and effect = 'write' and state in ('begun', 'unknown') limit 1) as doubt,
         before.burst_last_at::text as "lastAt", (select id from opened) as "turnId",
         ${PROFILE} as profile, before.assistant_mode as mode, ${SPENT} as spent, ${MODEL_STANDING} as model
    from claimed join conversation before using (id), burst`;

/**
 * Keeps what the turn came to, counts what it used, and ends its claim; the burst becomes what is still unanswered.
 * A turn that others closed is only counted.
 */
const END = `
  with handled as (
    update message set handled_at = clock_timestamp(), turn_id = $3 where id = any($4)
  ), closed as (
    update turn set state = case state when 'running' then $6 else state end,
                    reason = case state when 'running' then $7 else reason end,
                    ended_at = coalesce(ended_at, clock_timestamp()), model = $8, model_calls = $9, tool_calls = $10,
                    input_tokens = $11, cached_tokens = $12, output_tokens = $13, thought_tokens = $14, model_ms = $15,
                    cost_micro_usd = $16
     where id = $3 and cost_micro_usd is null
    returning *
  ), counted as (
    ${COUNT}
  ), open as (
    select min(created_at) as first_at, max(created_at) as last_at from message
     where conversation_id = $1 and direction = 'inbound' and handled_at is null and id <> all($4)
  )
  update conversation c set
    claimed_until = null,
    burst_started_at = open.first_at,
    burst_last_at = open.last_at,
    burst_attempts = case $5 when 'closed' then 0 when 'failed' then c.burst_attempts else greatest(0, c.burst_attempts - 1) end,
    burst_restarts = case $5 when 'closed' then 0 when 'restart' then c.burst_restarts + 1 else c.burst_restarts end,
    spent_on = ${TODAY},
    turns_spent = case c.spent_on when ${TODAY} then c.turns_spent else 0 end + $17,
    tokens_spent = case c.spent_on when ${TODAY} then c.tokens_spent else 0 end + $18,
    model_wait = case $5 when 'waits' then 'waits' when 'closed' then null else c.model_wait end,
    told_of_outage = case $5 when 'waits' then coalesce((select outage from model_breaker where opened_at is not null), c.told_of_outage) else c.told_of_outage end,
    budget_told_on = case $7 when 'budget' then ${TODAY} else c.budget_told_on end
  from open
  where c.id = $1 and c.fence = $2
  returning open.first_at is not null as waiting,
            extract(epoch from clock_timestamp() - open.first_at)::float8 * 1000 as "sinceFirstMs",
            extract(epoch from clock_timestamp() - open.last_at)::float8 * 1000 as "sinceLastMs"`;

/** Claims, leases and fences of turns; all times are the database's. */
@Injectable()
export class TurnRepository {
  /** Names this process on its turns; one that is started again is another. */
  private readonly worker = randomUUID();

  constructor(private readonly db: Database) {}

  /**
   * Claims the conversation when the assistant owns it, a burst waits and nobody else holds it, reads the burst and
   * opens a turn for it, all in one statement. A burst without messages is closed.
   */
  async begin(conversationId: string): Promise<Turn | null> {
    const [row] = await this.db.query<BegunTurn>(BEGIN, [conversationId, this.worker]);
    if (row === undefined) return null;
    const {
      turnId,
      messageIds,
      messages,
      awaitsFiles,
      newestId,
      firstId,
      doubt,
      lastAt,
      spent,
      model,
      profile,
      mode,
      ...claim
    } = row;
    if (turnId !== null && messageIds !== null && firstId !== null) {
      const files = awaitsFiles ?? false;
      const burst = { messageIds, messages: messages ?? [], awaitsFiles: files, newestId, firstId, doubt, lastAt };
      const begun = { id: turnId, claim, burst, spent, model, profile: profile ?? [], mode };
      return { ...begun, usage: new Usage(), unheard: [], memoryIsFull: false };
    }
    await this.end({ id: null, claim, usage: new Usage() }, [], 'closed', null);
    return null;
  }

  /** Renews the lease of a claim that has not ended. @returns null when the claim is no longer ours. */
  async renew({ claim, burst }: Turn): Promise<TurnStanding | null> {
    const rows = await this.db.query<TurnStanding>(
      `update conversation set claimed_until = ${LEASE} where id = $1 and fence = $2 and claimed_until is not null
       returning ${STANDING}`,
      [claim.conversationId, claim.fence, burst.lastAt],
    );
    return rows[0] ?? null;
  }

  /** As {@link renew}, but locks the row: nothing changes between this look and the end of the transaction. */
  async lock({ claim, burst }: Turn, tx: Tx): Promise<TurnStanding | null> {
    const rows = await this.db
      .in(tx)
      .query<TurnStanding>(`select ${STANDING} from conversation where id = $1 and fence = $2 for no key update`, [
        claim.conversationId,
        claim.fence,
        burst.lastAt,
      ]);
    return rows[0] ?? null;
  }

  /** Ends whatever claim there is, and what the assistant wanted to say: the running turn finds its fence out of date. The burst waits for the next turn. */
  async revoke(conversationId: string, reason: string, tx: Tx): Promise<void> {
    await this.db.in(tx).query(
      `with ended as (
         update turn set state = 'superseded', reason = $2, ended_at = clock_timestamp()
          where conversation_id = $1 and state = 'running'
         returning id
       ), discarded as (
         update message set status = 'cancelled' where conversation_id = $1 and status = 'draft'
       )
       update conversation set fence = fence + 1, claimed_until = null,
              burst_attempts = greatest(0, burst_attempts - (select count(*) from ended))
        where id = $1`,
      [conversationId, reason],
    );
  }

  /**
   * Closes the turn with what it used, marks what it dealt with, ends the claim and sets the burst to what is still unanswered.
   * @returns how old that is, or null when nothing is.
   */
  async end(
    turn: { id: string | null; claim: Claim; usage: Usage },
    handled: string[],
    progress: Progress,
    end: TurnEnd | null,
    tx?: Tx,
  ): Promise<BurstAge | null> {
    const [row] = await this.db
      .in(tx)
      .query<BurstAge & { waiting: boolean }>(END, [
        turn.claim.conversationId,
        turn.claim.fence,
        turn.id,
        handled,
        progress,
        end?.state ?? null,
        end?.reason ?? null,
        ...columnsOf(turn.usage),
      ]);
    return row?.waiting ? row : null;
  }
}

/** $8 to $18 of {@link END}: nothing is said of a model that was not asked, and such a turn counts for no customer. */
const columnsOf = ({ model, modelCalls, modelMs, microUsd, tools, tokens, totalTokens }: Usage): unknown[] => {
  if (model === null) return [...Array.from({ length: 8 }, () => null), 0, 0, 0];
  const { input, cached, output, thought } = tokens;
  return [model, modelCalls, tools.length, input, cached, output, thought, modelMs, microUsd, 1, totalTokens];
};

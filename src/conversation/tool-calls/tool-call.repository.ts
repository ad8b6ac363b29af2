import { Injectable } from '@nestjs/common';
import type { CallOutcome, EffectCall, ProposedCall, ToolCalls } from '../../ai/assistant.js';
import { Database, type Tx } from '../../infra/database/database.js';
import type { CardCall } from '../owner/handoff-card.js';
import { MAX_RESTARTS, TurnStopped } from '../turn/turn-watch.js';
import type { Turn } from '../turn/turn.js';
import { STANDING } from '../turn/turn.repository.js';

export type CallState = CallOutcome['state'] | 'asked' | 'begun' | 'refused' | 'lapsed';

/** What was found when an effect was asked for. */
interface Found {
  /** Null when the effect has come before, or is not wanted. */
  id: string | null;
  gives: boolean;
  state: CallState | null;
  result: string | null;
}

/**
 * Writes an effect down, if its turn is still wanted; the conversation's row is locked meanwhile, so a takeover comes
 * either before or after. An effect that surely did not come may be begun again, under the id it had.
 */
const BEGIN = `
  with standing as materialized (
    select s.newer and s.restarts < ${MAX_RESTARTS} as gives from (
      select ${STANDING} from conversation
       where id = $1 and fence = $2 and claimed_until is not null for no key update) as s
  ), begun as (
    insert into tool_call (conversation_id, turn_id, first_message_id, tool, arguments, key, effect, state, begun_at)
    select $1, $4, $5, $6, $7::jsonb, md5($8::jsonb::text), 'write', 'begun', clock_timestamp() from standing where not gives
    on conflict (first_message_id, tool, key) where effect = 'write'
    do update set state = 'begun', begun_at = excluded.begun_at, turn_id = excluded.turn_id, arguments = excluded.arguments, result = null, ended_at = null
     where tool_call.state in ('failed', 'lapsed')
    returning id
  )
  select (select id from begun) as id, gives, t.state, t.result
    from standing left join tool_call t
      on t.first_message_id = $5 and t.tool = $6 and t.key = md5($8::jsonb::text) and t.effect = 'write'`;

const FIND = `
  select state, result from tool_call
   where first_message_id = $1 and tool = $2 and key = md5($3::jsonb::text) and effect = 'write'`;

/** A call that came to nothing may be asked for again, under the id it had. */
const PROPOSE = `
  insert into tool_call (conversation_id, turn_id, first_message_id, tool, arguments, key, effect, state)
  values ($1, $2, $3, $4, $5::jsonb, md5($6::jsonb::text), 'write', 'asked')
  on conflict (first_message_id, tool, key) where effect = 'write'
  do update set state = 'asked', turn_id = excluded.turn_id, arguments = excluded.arguments, result = null, ended_at = null,
                decided_by = null, decided_at = null
  returning id`;

/** Nobody waits for an answer for longer. */
const MARK_LOST = `
  update tool_call set state = 'unknown', result = $1, ended_at = clock_timestamp()
   where state = 'begun' and begun_at < clock_timestamp() - interval '1 minute'`;

const UNKNOWN = 'It was begun before, and its outcome was never learned.';

/** Calls of the business's tools: what was asked, for which turn, and what came of it. */
@Injectable()
export class ToolCallRepository {
  constructor(private readonly db: Database) {}

  /** The calls of one turn. */
  of(turn: Turn): ToolCalls {
    const { conversationId } = turn.claim;
    return {
      customer: () => this.customer(conversationId),
      find: (call) => this.find(turn, call),
      begin: (call) => this.begin(turn, call),
      end: (id, outcome) => this.end(id, outcome),
      note: async (call, outcome) => {
        await this.db.query(
          `insert into tool_call (conversation_id, turn_id, tool, arguments, effect, state, result, ended_at)
           values ($1, $2, $3, $4, 'read', $5, $6, clock_timestamp())`,
          [conversationId, turn.id, call.tool, JSON.stringify(call.arguments), outcome.state, outcome.text],
        );
      },
    };
  }

  /** Effects whose process stopped before it knew what came of them. */
  async markLost(): Promise<void> {
    await this.db.query(MARK_LOST, [UNKNOWN]);
  }

  private async begin(
    { id, claim, burst }: Turn,
    call: EffectCall,
  ): Promise<{ id: string } | { outcome: CallOutcome }> {
    const { conversationId, fence } = claim;
    const named = [id, burst.firstId, call.tool, JSON.stringify(call.arguments), JSON.stringify(call.key)];
    const [found] = await this.db.query<Found>(BEGIN, [conversationId, fence, burst.lastAt, ...named]);
    if (found === undefined) throw new TurnStopped('claim-lost');
    if (found.id !== null) return { id: found.id };
    if (found.gives) throw new TurnStopped('superseded');
    return { outcome: outcomeOf(found) ?? { state: 'unknown', text: UNKNOWN } };
  }

  private async find({ burst }: Turn, { tool, key }: EffectCall): Promise<CallOutcome | null> {
    const [found] = await this.db.query<Pick<Found, 'state' | 'result'>>(FIND, [
      burst.firstId,
      tool,
      JSON.stringify(key),
    ]);
    return found === undefined ? null : outcomeOf(found);
  }

  /** Writes down what a person is to approve, in the transaction that asks for one. */
  async propose(turn: Turn, { description, ...call }: ProposedCall, tx: Tx): Promise<CardCall> {
    const { tool, arguments: args, key } = call;
    const values = [
      turn.claim.conversationId,
      turn.id,
      turn.burst.firstId,
      tool,
      JSON.stringify(args),
      JSON.stringify(key),
    ];
    const rows = await this.db.in(tx).query<{ id: string }>(PROPOSE, values);
    return { id: (rows[0] as { id: string }).id, tool, arguments: args, description };
  }

  /** Whoever woke up late still tells what came of it. */
  async end(id: string, { state, text }: CallOutcome): Promise<void> {
    await this.db.query(
      `update tool_call set state = $2, result = $3, ended_at = clock_timestamp() where id = $1 and state in ('begun', 'unknown')`,
      [id, state, text],
    );
  }

  /** See {@link ToolCalls.customer}. */
  async customer(conversationId: string): Promise<ReadonlyMap<string, string> | null> {
    const [row] = await this.db.query<{ isSure: boolean; values: Record<string, string | null> }>(CUSTOMER, [
      conversationId,
    ]);
    if (row === undefined || !row.isSure) return null;
    return new Map(Object.entries(row.values).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
  }
}

/** What the model is told of a call that was made or decided on before; null where it may be made. */
function outcomeOf({ state, result }: Pick<Found, 'state' | 'result'>): CallOutcome | null {
  switch (state) {
    case 'done':
      return { state, text: result ?? '' };
    case 'refused':
      return { state: 'failed', text: `A colleague refused this call. ${result ?? ''}`.trim() };
    case 'begun':
    case 'unknown':
      return { state: 'unknown', text: result ?? UNKNOWN };
    default:
      return null;
  }
}

const CUSTOMER = `
  select c.identity_changed_at is null as "isSure",
         jsonb_build_object(
           'conversation.id', c.id, 'customer.phone', c.phone, 'customer.name', c.name,
           'customer.user_id', (select value from customer_identity i
                                 where i.conversation_id = c.id and i.kind = 'user_id' order by created_at desc limit 1)) as values
    from conversation c where c.id = $1`;

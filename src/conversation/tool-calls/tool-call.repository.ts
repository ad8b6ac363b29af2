import { Injectable } from '@nestjs/common';
import type { CallOutcome, EffectCall, ToolCalls } from '../../ai/assistant.js';
import { Database } from '../../infra/database/database.js';
import { MAX_RESTARTS, TurnStopped } from '../turn/turn-watch.js';
import { STANDING, type Turn } from '../turn/turn.repository.js';

/** What was found when an effect was asked for. */
interface Found {
  /** Null when the effect has come before, or is not wanted. */
  id: string | null;
  gives: boolean;
  state: CallOutcome['state'] | 'begun' | null;
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
    insert into tool_call (conversation_id, turn_id, first_message_id, tool, arguments, key, effect, state)
    select $1, $4, $5, $6, $7::jsonb, md5($8::jsonb::text), 'write', 'begun' from standing where not gives
    on conflict (first_message_id, tool, key) where effect = 'write'
    do update set state = 'begun', turn_id = excluded.turn_id, arguments = excluded.arguments, result = null, ended_at = null
     where tool_call.state = 'failed'
    returning id
  )
  select (select id from begun) as id, gives, t.state, t.result
    from standing left join tool_call t
      on t.first_message_id = $5 and t.tool = $6 and t.key = md5($8::jsonb::text) and t.effect = 'write'`;

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
    if (found.state === 'done') return { outcome: { state: 'done', text: found.result ?? '' } };
    return { outcome: { state: 'unknown', text: found.result ?? UNKNOWN } };
  }

  /** Whoever woke up late still tells what came of it. */
  private async end(id: string, { state, text }: CallOutcome): Promise<void> {
    await this.db.query(
      `update tool_call set state = $2, result = $3, ended_at = clock_timestamp() where id = $1 and state = 'begun'`,
      [id, state, text],
    );
  }

  private async customer(conversationId: string): Promise<ReadonlyMap<string, string> | null> {
    const [row] = await this.db.query<{ isSure: boolean; values: Record<string, string | null> }>(CUSTOMER, [
      conversationId,
    ]);
    if (row === undefined || !row.isSure) return null;
    return new Map(Object.entries(row.values).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
  }
}

const CUSTOMER = `
  select c.identity_changed_at is null as "isSure",
         jsonb_build_object(
           'conversation.id', c.id, 'customer.phone', c.phone, 'customer.name', c.name,
           'customer.user_id', (select value from customer_identity i
                                 where i.conversation_id = c.id and i.kind = 'user_id' order by created_at desc limit 1)) as values
    from conversation c where c.id = $1`;

import { Injectable } from '@nestjs/common';
import type { Usage } from '../../ai/model/usage.js';
import { Database } from '../../infra/database/database.js';
import { TURN_SUMS, type TurnSums } from '../../infra/statistics.js';

/** What was used when a turn began. */
export interface Spent {
  /** By this customer, today (UTC). */
  turnsToday: number;
  tokensToday: number;
  /** By all, this month (UTC), in millionths of a dollar. */
  microUsdThisMonth: number;
  /** The customer was told today that a limit is reached. */
  told: boolean;
}

/** The day and the month it is for every sum, in UTC. */
export const TODAY = `(clock_timestamp() at time zone 'utc')::date`;
const THIS_MONTH = `date_trunc('month', ${TODAY}::timestamp)::date`;

/** A {@link Spent} for a row of `conversation` by the name `before`; the month's is the sum of sixteen rows. */
export const SPENT = `
  jsonb_build_object(
    'turnsToday', case before.spent_on when ${TODAY} then before.turns_spent else 0 end,
    'tokensToday', case before.spent_on when ${TODAY} then before.tokens_spent else 0 end,
    'microUsdThisMonth', (select coalesce(sum(cost_micro_usd), 0) from spending
                           where span = 'month' and since = ${THIS_MONTH}),
    'told', coalesce(before.budget_told_on = ${TODAY}, false))`;

/**
 * Adds the turns of `closed` to the sums of the day and the month. Two rows, always in this order, by the first digit
 * of the conversation's id.
 */
export const COUNT = `
  insert into spending as s (span, since, part, ${TURN_SUMS.join(', ')})
  select span, since, get_byte(uuid_send(t.conversation_id), 0) % 16, (t.state <> 'no turn')::int,
         (t.state = 'answered')::int, (t.state = 'silent')::int, (t.state = 'handed_over')::int,
         (t.state = 'superseded')::int, (t.state = 'cancelled')::int, (t.state = 'failed')::int,
         coalesce(t.model_calls, 0), coalesce(t.tool_calls, 0), coalesce(t.input_tokens, 0), coalesce(t.cached_tokens, 0),
         coalesce(t.output_tokens, 0), coalesce(t.thought_tokens, 0), t.cost_micro_usd, coalesce(t.model_ms, 0),
         extract(epoch from t.ended_at - t.started_at) * 1000
    from closed t, (values ('day', ${TODAY}), ('month', ${THIS_MONTH})) as period (span, since)
  on conflict (span, since, part) do update set ${TURN_SUMS.map((name) => `${name} = s.${name} + excluded.${name}`).join(', ')}`;

/** Questions to the model that belong to no turn, on the same sums and on the customer's day. */
const COUNT_BESIDE = `
  with closed as (
    select $1::uuid as conversation_id, 'no turn' as state, $2::int as model_calls, 0 as tool_calls, $3::int as input_tokens,
           $4::int as cached_tokens, $5::int as output_tokens, $6::int as thought_tokens, $7::int as model_ms,
           $8::bigint as cost_micro_usd, now() as started_at, now() as ended_at
  ), counted as (
    ${COUNT}
  )
  update conversation c set
    spent_on = ${TODAY},
    turns_spent = case c.spent_on when ${TODAY} then c.turns_spent else 0 end,
    tokens_spent = case c.spent_on when ${TODAY} then c.tokens_spent else 0 end + $9
  where id = $1`;

const SUMS = `
  select ${TURN_SUMS.map((name) => `coalesce(sum(s.${name}), 0)::bigint as ${name}`).join(', ')}
    from (values ('day', ${TODAY}), ('month', ${THIS_MONTH})) as p (span, since)
    left join spending s on s.span = p.span and s.since = p.since
   group by p.span order by p.span`;

@Injectable()
export class SpendingRepository {
  constructor(private readonly db: Database) {}

  /** Counts what was asked about a conversation outside of its turns. */
  async countBeside(conversationId: string, usage: Usage): Promise<void> {
    const { modelCalls, modelMs, microUsd, tokens, totalTokens } = usage;
    const { input, cached, output, thought } = tokens;
    const row = [conversationId, modelCalls, input, cached, output, thought, modelMs, microUsd, totalTokens];
    if (modelCalls > 0) await this.db.query(COUNT_BESIDE, row);
  }

  async sums(): Promise<{ today: TurnSums; thisMonth: TurnSums }> {
    const [today, thisMonth] = await this.db.query<TurnSums>(SUMS);
    return { today: today as TurnSums, thisMonth: thisMonth as TurnSums };
  }
}

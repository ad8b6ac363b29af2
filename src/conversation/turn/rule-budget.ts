import { requestBecause } from '../../ai/assistant.js';
import type { Settings } from '../../infra/config/settings.js';
import type { Spent } from './spending.repository.js';
import type { Decision } from './turn-commit.js';

export type Limits = Pick<Settings, 'CUSTOMER_TURNS_PER_DAY' | 'CUSTOMER_TOKENS_PER_DAY' | 'MONTHLY_BUDGET_USD'>;

/** Asks for a person where a limit is reached; 0 is no limit. Null: the assistant may answer. */
export function ruleBudget(spent: Spent, limits: Limits): Decision | null {
  const { CUSTOMER_TURNS_PER_DAY: turns, CUSTOMER_TOKENS_PER_DAY: tokens, MONTHLY_BUDGET_USD: usd } = limits;
  if (isReached(spent.turnsToday, turns)) return toPerson(`The assistant answers a customer ${turns} times a day.`);
  if (isReached(spent.tokensToday, tokens)) return toPerson(`A customer may use ${tokens} tokens a day.`);
  if (isReached(spent.microUsdThisMonth, usd * 1_000_000))
    return toPerson(`The month's budget of ${usd} USD is spent.`);
  return null;
}

const isReached = (used: number, limit: number): boolean => limit > 0 && used >= limit;

const toPerson = (cause: string): Decision => ({ kind: 'person', request: requestBecause('budget', cause) });

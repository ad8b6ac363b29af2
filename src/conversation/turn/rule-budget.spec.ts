import { describe, expect, it } from 'vitest';
import { type Limits, ruleBudget } from './rule-budget.js';
import type { Spent } from './spending.repository.js';

const LIMITS: Limits = { CUSTOMER_TURNS_PER_DAY: 20, CUSTOMER_TOKENS_PER_DAY: 1_000, MONTHLY_BUDGET_USD: 1.5 };
const NO_LIMITS: Limits = { CUSTOMER_TURNS_PER_DAY: 0, CUSTOMER_TOKENS_PER_DAY: 0, MONTHLY_BUDGET_USD: 0 };
const NOTHING: Spent = { turnsToday: 0, tokensToday: 0, microUsdThisMonth: 0, told: false };

describe('ruleBudget', () => {
  it.each<[string, Partial<Spent>]>([
    ['nothing', {}],
    ['almost everything', { turnsToday: 19, tokensToday: 999, microUsdThisMonth: 1_499_999 }],
  ])('lets the assistant answer when %s is used', (_what, spent) => {
    expect(ruleBudget({ ...NOTHING, ...spent }, LIMITS)).toBeNull();
  });

  it.each<[Partial<Spent>, string]>([
    [{ turnsToday: 20 }, 'The assistant answers a customer 20 times a day.'],
    [{ tokensToday: 1_001 }, 'A customer may use 1000 tokens a day.'],
    [{ microUsdThisMonth: 1_500_000 }, "The month's budget of 1.5 USD is spent."],
  ])('asks for a person at %j', (spent, cause) => {
    expect(ruleBudget({ ...NOTHING, ...spent }, LIMITS)).toMatchObject({
      kind: 'person',
      request: { reason: 'budget', cause },
    });
  });

  it('knows no limit of 0', () => {
    expect(
      ruleBudget({ ...NOTHING, turnsToday: 1e9, tokensToday: 1e9, microUsdThisMonth: 1e12 }, NO_LIMITS),
    ).toBeNull();
  });
});

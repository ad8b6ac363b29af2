import { describe, expect, it } from 'vitest';
import { Prices } from './prices.js';

const tokens = (input: number, cached = 0, output = 0, thought = 0) => ({ input, cached, output, thought });

describe('Prices', () => {
  it.each([
    ['gemini-3.6-flash', tokens(1_000_000), 1_500_000],
    ['gemini-3.6-flash', tokens(1_000_000, 1_000_000), 150_000],
    ['gemini-3.6-flash', tokens(0, 0, 1_000_000), 7_500_000],
    ['gemini-3.6-flash', tokens(0, 0, 0, 1_000_000), 7_500_000],
    ['gemini-2.5-flash-lite', tokens(30, 10, 5, 5), 7],
    ['gemini-2.5-flash-lite', tokens(1), 1],
    ['gemini-2.5-flash-lite', tokens(0), 0],
    ['a model of next year', tokens(1_000_000, 0, 1_000_000), 14_000_000],
  ])('%s: %j costs %i millionths of a dollar', (model, used, cost) => {
    expect(new Prices([]).costOf(model, used)).toBe(cost);
  });

  it('takes what the settings say, also as the dearest', () => {
    const prices = new Prices(['gemini-3.6-flash=1/2/0.5', 'a-new-model=20/40']);
    expect(prices.costOf('gemini-3.6-flash', tokens(10, 4, 2, 1))).toBe(14);
    expect(prices.costOf('a-new-model', tokens(10, 4, 1))).toBe(240);
    expect(prices.costOf('unknown', tokens(10, 0, 1))).toBe(240);
  });

  it('knows which models have a price', () => {
    const prices = new Prices(['a-new-model=20/40']);
    const names = ['gemini-3.6-flash', 'a-new-model', 'unknown', 'toString'];
    expect(names.filter((name) => prices.knows(name))).toEqual(['gemini-3.6-flash', 'a-new-model']);
  });
});

import { describe, expect, it } from 'vitest';
import type { Expectation } from './scenario.js';
import { missesOf, type Observed } from './verdict.js';

const SEEN: Observed = {
  outcome: 'answered',
  reason: null,
  answer: 'We deliver to Austria for 4.90 EUR.',
  language: 'en',
  sources: ['knowledge/delivery.md'],
  tools: [{ name: 'order_status', args: { order: '4711', full: true } }],
};
const misses = (expected: Partial<Expectation>, seen: Partial<Observed> = {}): string[] =>
  missesOf({ says: [], never: [], ...expected }, { ...SEEN, ...seen });

describe('missesOf', () => {
  it.each<Partial<Expectation>>([
    {},
    { outcome: 'answered', source: 'delivery.md', language: 'en' },
    { says: ['austria', '/4[.,]90 eur/'], never: ['refund', '/\\bfree\\b/'] },
    { tool: { name: 'order_status', args: { order: '4711' } } },
  ])('has nothing against what was expected: %j', (expected) => {
    expect(misses(expected)).toEqual([]);
  });

  it.each<[Partial<Expectation>, string]>([
    [{ outcome: 'silent' }, 'answered, not silent'],
    [{ reason: 'complaint' }, 'the reason is null, not complaint'],
    [{ source: 'returns.md' }, 'the answer names knowledge/delivery.md, not returns.md'],
    [{ source: 'none' }, 'the answer names knowledge/delivery.md, not none'],
    [{ language: 'de' }, 'the answer is in en, not de'],
    [{ says: ['Graz'] }, 'the answer does not say Graz'],
    [{ never: ['/eur\\./'] }, 'the answer says /eur\\./'],
    [{ tool: { name: 'order_status', args: { order: '1' } } }, 'was called, not order_status {"order":"1"}'],
    [{ tool: { name: 'refund', args: {} } }, 'was called, not refund {}'],
  ])('says in words what is not as expected: %j', (expected, miss) => {
    expect(misses(expected)).toEqual([expect.stringContaining(miss)]);
  });

  it('says so where nothing was named, called or long enough', () => {
    const none = { sources: [], tools: [], language: null };
    const expected = { source: 'a.md', tool: { name: 'x', args: {} }, language: 'de' };
    expect(misses(expected, none)).toEqual([
      'the answer names no document, not a.md',
      'no tool was called, not x {}',
      'the answer is in a language that cannot be told, not de',
    ]);
  });
});

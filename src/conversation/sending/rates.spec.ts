import { describe, expect, it } from 'vitest';
import { creditMs, numberRate, PAIR_RATE, type Rate } from './rates.js';

/** What the claim does with a rate, message by message. */
function sendAll({ everyMs, ...rate }: Rate, count: number): number[] {
  let paidBackAt = -Infinity;
  let now = 0;
  return Array.from({ length: count }, () => {
    now = Math.max(now, paidBackAt - creditMs({ everyMs, ...rate }));
    paidBackAt = Math.max(paidBackAt, now) + everyMs;
    return now;
  });
}

describe('The rates', () => {
  it('lend 45 messages to one customer, then let one go about every 6 seconds', () => {
    const times = sendAll(PAIR_RATE, 47);
    expect(times.slice(0, 45)).toEqual(Array(45).fill(0));
    expect(times.slice(45).map(Math.round)).toEqual([6_100, 12_200]);
  });

  it.each([1, 10, 20, 80, 1_000])('let %i messages a second go, and few of them at once', (perSecond) => {
    const times = sendAll(numberRate(perSecond), 3 * perSecond + 1);
    const atOnce = times.filter((at) => at === 0).length;
    expect(atOnce).toBe(Math.max(1, perSecond / 20));
    expect(times.at(-1)).toBeCloseTo(((3 * perSecond + 1 - atOnce) / perSecond) * 1_000);
  });
});

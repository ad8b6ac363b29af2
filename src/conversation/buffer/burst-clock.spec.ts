import { describe, expect, it } from 'vitest';
import { burstDueInMs } from './burst-clock.js';

const times = { quietMs: 3_000, maxMs: 15_000 };

describe('burstDueInMs', () => {
  it('waits until the customer has been quiet', () => {
    expect(burstDueInMs({ sinceFirstMs: 0, sinceLastMs: 0 }, times)).toBe(3_000);
    expect(burstDueInMs({ sinceFirstMs: 5_000, sinceLastMs: 1_200 }, times)).toBe(1_800);
  });

  it('waits no longer than the ceiling, counted from the first message', () => {
    expect(burstDueInMs({ sinceFirstMs: 14_000, sinceLastMs: 100 }, times)).toBe(1_000);
    expect(burstDueInMs({ sinceFirstMs: 15_000, sinceLastMs: 0 }, times)).toBe(0);
  });

  it('is never in the past', () => {
    expect(burstDueInMs({ sinceFirstMs: 3_001, sinceLastMs: 3_001 }, times)).toBe(0);
    expect(burstDueInMs({ sinceFirstMs: Infinity, sinceLastMs: Infinity }, times)).toBe(0);
  });

  it('does not wait at all without a quiet time', () => {
    expect(burstDueInMs({ sinceFirstMs: 0, sinceLastMs: 0 }, { quietMs: 0, maxMs: 0 })).toBe(0);
  });
});

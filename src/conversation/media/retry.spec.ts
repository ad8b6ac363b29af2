import { describe, expect, it } from 'vitest';
import { MOST_TRIES, pauseAfter } from './retry.js';

const pauses = (again: 'never' | 'perhaps' | 'surely') =>
  Array.from({ length: MOST_TRIES + 1 }, (_, at) => pauseAfter(at + 1, again));

describe('After a file did not come', () => {
  it('what is lost is not asked for again', () => {
    expect(pauseAfter(1, 'never')).toBeNull();
  });

  it('what may come is asked for twice more within seconds', () => {
    expect(pauses('perhaps')).toEqual([1_000, 4_000, ...Array<null>(MOST_TRIES - 1).fill(null)]);
  });

  it('what should come is asked for ever more rarely, for most of a day', () => {
    const all = pauses('surely');
    const waits = all.flatMap((pause) => pause ?? []);
    expect(waits).toHaveLength(MOST_TRIES - 1);
    expect(all.slice(MOST_TRIES - 1)).toEqual([null, null]);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    const hours = waits.reduce((sum, pause) => sum + pause, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(18);
    expect(hours).toBeLessThan(24 * 6);
  });
});

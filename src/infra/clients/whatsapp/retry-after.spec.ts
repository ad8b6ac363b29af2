import { describe, expect, it } from 'vitest';
import { LONGEST_HINT_MS, retryAfterMs } from './retry-after.js';

const NOW = new Date('2026-10-21T07:28:00Z');

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['7', 7_000],
    [' 30 ', 30_000],
    ['Wed, 21 Oct 2026 07:28:09 GMT', 9_000],
    ['Wed, 21 Oct 2026 07:27:00 GMT', 0],
  ])('%j asks for %i ms', (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms);
  });

  it.each(['301', '999999999999999999999999', 'Thu, 22 Oct 2026 07:28:00 GMT'])('%j is bounded', (header) => {
    expect(retryAfterMs(header, NOW)).toBe(LONGEST_HINT_MS);
  });

  it.each(['', 'soon', '-1', '1.5', 'Infinity', '2026-10-21', 'Wed, 99 Oct 2026 07:28:00 GMT'])(
    '%j says nothing',
    (header) => {
      expect(retryAfterMs(header, NOW)).toBeNull();
    },
  );
});

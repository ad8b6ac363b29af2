import { describe, expect, it } from 'vitest';
import { accountPauseMs, numberPauseMs, retryPauseMs } from './pauses.js';

const never = (): number => 0;
const always = (): number => 1;
const series = (pause: (n: number) => number, from: number): number[] =>
  Array.from({ length: 6 }, (_, i) => pause(from + i));

describe('The pause before a message is tried again', () => {
  it('is 4^X seconds, at most five minutes', () => {
    expect(series((attempts) => retryPauseMs(attempts, null, never), 1)).toEqual([
      1_000, 4_000, 16_000, 64_000, 256_000, 300_000,
    ]);
  });

  it('is what the platform asks for, however often it was tried', () => {
    expect(series((attempts) => retryPauseMs(attempts, 7_000, never), 1)).toEqual(Array(6).fill(7_000));
  });

  it('is drawn up to a quarter longer', () => {
    expect(retryPauseMs(1, null, always)).toBe(1_250);
    expect(retryPauseMs(1, 8_000, () => 0.5)).toBe(9_000);
    expect(retryPauseMs(6, null, always)).toBe(300_000);
  });
});

describe('The pause before the number is probed', () => {
  it('doubles with every refused probe', () => {
    expect(series((refused) => numberPauseMs(refused, null, never), 0)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000,
    ]);
    expect(numberPauseMs(40, null, always)).toBe(300_000);
  });

  it('is never shorter than the platform asks for, and grows all the same while it asks for the same', () => {
    expect(series((refused) => numberPauseMs(refused, 5_000, never), 0)).toEqual([
      5_000, 5_000, 5_000, 8_000, 16_000, 32_000,
    ]);
  });
});

describe('The pause before the account is probed', () => {
  it('is from half a minute to five', () => {
    expect(series((refused) => accountPauseMs(refused, never), 0)).toEqual([
      30_000, 60_000, 120_000, 240_000, 300_000, 300_000,
    ]);
    expect(accountPauseMs(0, always)).toBe(37_500);
  });
});

import { describe, expect, it } from 'vitest';
import { foldable } from './summarizer.js';

describe('foldable', () => {
  it.each([
    [0, 0],
    [16, 0],
    [23, 0],
    [24, 8],
    [31, 8],
    [32, 16],
    [56, 40],
    [1_000, 40],
  ])('of %i settled messages takes %i', (count, taken) => {
    expect(foldable(count)).toBe(taken);
  });

  it('comes to the same end in however many steps', () => {
    const left = (count: number): number => (foldable(count) === 0 ? count : left(count - foldable(count)));
    const oneByOne = (count: number): number => {
      let kept = 0;
      for (let at = 0; at < count; at++) kept = left(kept + 1);
      return kept;
    };
    for (const count of [24, 31, 100, 137, 2_000]) expect(left(count)).toBe(oneByOne(count));
  });
});

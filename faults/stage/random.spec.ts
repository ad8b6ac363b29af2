import { describe, expect, it } from 'vitest';
import { Random } from './random.js';

const draws = (random: Random): number[] => Array.from({ length: 1_000 }, () => random.between(1, 6));

describe('Chance', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(draws(new Random(7))).toEqual(draws(new Random(7)));
    expect(draws(new Random(7))).not.toEqual(draws(new Random(8)));
    expect(draws(new Random(7).fork(1))).not.toEqual(draws(new Random(7).fork(2)));
  });

  it('draws every number about as often', () => {
    const drawn = draws(new Random(1));
    for (let side = 1; side <= 6; side++) expect(drawn.filter((one) => one === side).length).toBeGreaterThan(120);
  });

  it('shuffles without losing anything', () => {
    const shuffled = new Random(3).shuffled([1, 2, 3, 4, 5]);
    expect(shuffled.toSorted()).toEqual([1, 2, 3, 4, 5]);
  });
});

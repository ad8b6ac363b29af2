import { describe, expect, it } from 'vitest';
import { figure, median, medianRatio, percentile, ratioTable, sum } from './figures.js';

describe('percentiles', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);

  it('are values that were measured, whatever their order', () => {
    expect(percentile(hundred, 50)).toBe(50);
    expect(percentile(hundred, 99)).toBe(99);
    expect(percentile(hundred, 100)).toBe(100);
    expect(percentile([7], 99)).toBe(7);
  });

  it('of nothing are an error, not a number', () => {
    expect(() => percentile([], 50)).toThrow(RangeError);
  });
});

describe('the median', () => {
  it('is the middle value, or halfway between the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([1, 9, 5, 6])).toBe(5.5);
    expect(median([3])).toBe(3);
  });
});

describe('figures', () => {
  it('show three digits that matter', () => {
    expect([12_345.6, 512.34, 7.036, 0.5123, 0].map(figure)).toEqual(['12,346', '512', '7.04', '0.512', '0']);
  });

  it('add up', () => {
    expect(sum([1, 2, 3.5])).toBe(6.5);
    expect(sum([])).toBe(0);
  });
});

describe('a table of ratios', () => {
  const rounds = [
    [100, 50],
    [200, 120],
    [50, 20],
  ] as const;

  it('compares each round with its own neighbour', () => {
    expect(medianRatio(rounds)).toBe(0.5);
  });

  it('names the columns, shows every round and closes with the medians', () => {
    expect(ratioTable(['floor', 'ours'], rounds)).toEqual([
      ['round', 'floor', 'ours', 'ratio'],
      ['1', '100', '50.0', '0.500'],
      ['2', '200', '120', '0.600'],
      ['3', '50.0', '20.0', '0.400'],
      ['median', '100', '50.0', '0.500'],
    ]);
  });
});

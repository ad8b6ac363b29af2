import { describe, expect, it } from 'vitest';
import { fuse } from './fuse.js';

describe('fuse', () => {
  it('puts first what several lists have high', () => {
    expect(
      fuse(
        [
          [1, 2, 3],
          [3, 4, 1],
        ],
        4,
      ),
    ).toEqual([1, 3, 2, 4]);
  });

  it('leaves one list as it is', () => {
    expect(fuse([[5, 6, 7], []], 2)).toEqual([5, 6]);
  });

  it('lets the first list have the word where places are alike', () => {
    expect(fuse([[1], [2]], 2)).toEqual([1, 2]);
  });
});

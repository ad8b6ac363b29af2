import { describe, expect, it } from 'vitest';
import { readCitations, sourcesOf } from './citations.js';

const passage = (id: number, ...headings: string[]) => ({
  id,
  document: 'knowledge/a.md',
  headings,
  text: 'x',
  score: 1,
});

describe('readCitations', () => {
  it.each([
    ['It costs 9 € [1].', 'It costs 9 €.', [1]],
    ['Yes. [2] And more.[3, 1]', 'Yes. And more.', [2, 3, 1]],
    ['Yes [passage 2]', 'Yes', [2]],
    [
      'See [our page](https://x.example) and [1](https://y.example)',
      'See [our page](https://x.example) and [1](https://y.example)',
      [],
    ],
    ['- one [1]\n- two [2]', '- one\n- two', [1, 2]],
    ['Size [XL] or [2024]', 'Size [XL] or [2024]', []],
  ])('reads %j', (answer, text, numbers) => {
    expect(readCitations(answer)).toEqual({ text, numbers: new Set(numbers) });
  });
});

describe('sourcesOf', () => {
  it('tells what the answer names, and what was at hand beside it', () => {
    expect(sourcesOf(new Set([2]), [passage(7, 'Delivery'), passage(8, 'Delivery', 'Costs')])).toEqual([
      { document: 'knowledge/a.md', heading: 'Delivery', chunk: 7, cited: false },
      { document: 'knowledge/a.md', heading: 'Delivery › Costs', chunk: 8, cited: true },
    ]);
  });

  it('tells nothing of an answer that names no passage, or one that was not shown', () => {
    expect(sourcesOf(new Set(), [passage(7)])).toEqual([]);
    expect(sourcesOf(new Set([9]), [passage(7)])).toEqual([]);
  });
});

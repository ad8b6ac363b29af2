import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROWS } from '../rows.js';
import { SABOTAGES } from './sabotages.js';

const sourceOf = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

describe.each(SABOTAGES)('The sabotage "$name"', ({ edits, row }) => {
  it('fits the code as it stands', () => {
    for (const { file, find } of edits) expect(sourceOf(file).split(find)).toHaveLength(2);
  });

  it('has a row that is to notice', () => {
    expect(ROWS.map(({ number }) => number)).toContain(row);
  });
});

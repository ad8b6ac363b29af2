import { describe, expect, it } from 'vitest';
import { markdownTable, tableText } from './table.js';

describe('a table', () => {
  it('lines figures up on the right and names on the left', () => {
    const rows = [
      ['process', 'MB'],
      ['web', '100'],
      ['postgres', '7'],
    ];
    expect(tableText(rows)).toBe('  process     MB\n  web        100\n  postgres     7');
  });

  it('can be pasted into Markdown', () => {
    const rows = [
      ['row', 'seen'],
      ['1', 'a | b'],
    ];
    expect(markdownTable(rows)).toBe('| row | seen |\n| --- | --- |\n| 1 | a \\| b |');
  });
});

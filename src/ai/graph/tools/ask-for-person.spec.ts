import { describe, expect, it } from 'vitest';
import { personRequestFrom } from './ask-for-person.js';

describe('personRequestFrom', () => {
  it('reads what the model filled in', () => {
    const args = { reason: 'complaint', summary: 'Broken on arrival', tried: 'An apology', message: ' One moment. ' };
    expect(personRequestFrom(args)).toEqual({
      reason: 'complaint',
      summary: 'Broken on arrival',
      tried: 'An apology',
      farewell: 'One moment.',
    });
  });

  it.each([[undefined], [null], [7], ['x'], [[]], [{}], [{ reason: 'boredom', summary: null, tried: 5, message: {} }]])(
    'makes a request for a person even of %j (P8)',
    (args) => {
      expect(personRequestFrom(args)).toEqual({
        reason: 'other',
        summary: 'The assistant gave no summary.',
        farewell: null,
      });
    },
  );

  it('leaves the farewell to the business when the model gave none, or blanks', () => {
    for (const message of [undefined, '', ' \n']) {
      expect(personRequestFrom({ summary: 'x', message }).farewell).toBeNull();
    }
  });

  it('keeps the summary to five lines and every text to its limit, without half an emoji', () => {
    const { summary, tried, farewell } = personRequestFrom({
      summary: Array.from({ length: 9 }, (_, at) => `line ${at}`).join('\n'),
      tried: `${'x'.repeat(999)}😀`,
      message: `${'y'.repeat(999)}😀`,
    });
    expect(summary).toBe('line 0\nline 1\nline 2\nline 3\nline 4');
    for (const text of [tried, farewell]) {
      expect(text).toHaveLength(1_000);
      expect(text?.isWellFormed()).toBe(true);
    }
    expect(personRequestFrom({ summary: 'z'.repeat(5_000) }).summary).toHaveLength(1_000);
  });
});

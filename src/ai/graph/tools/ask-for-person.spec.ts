import { describe, expect, it } from 'vitest';
import { personRequestFrom } from './ask-for-person.js';

describe('personRequestFrom', () => {
  it('reads what the model filled in', () => {
    const said = { reason: 'complaint', summary: 'Broken on arrival', tried: 'An apology', next_step: 'Send another' };
    expect(personRequestFrom({ ...said, message: ' One moment. ' })).toEqual({
      reason: 'complaint',
      cause: null,
      summary: 'Broken on arrival',
      tried: 'An apology',
      nextStep: 'Send another',
      farewell: 'One moment.',
    });
  });

  it.each([[undefined], [null], [7], ['x'], [[]], [{}], [{ reason: 'boredom', summary: null, tried: 5, message: {} }]])(
    'makes a request for a person even of %j (P8)',
    (args) => {
      const nothing = { cause: null, summary: null, tried: null, nextStep: null, farewell: null };
      expect(personRequestFrom(args)).toEqual({ reason: 'other', ...nothing });
    },
  );

  it('leaves the farewell to the business when the model gave none, or blanks', () => {
    for (const message of [undefined, '', ' \n']) {
      expect(personRequestFrom({ summary: 'x', message }).farewell).toBeNull();
    }
  });

  it('keeps every text to its limit, without half an emoji', () => {
    const long = `${'x'.repeat(999)}😀`;
    const { summary, tried, nextStep, farewell } = personRequestFrom({
      summary: long,
      tried: long,
      next_step: long,
      message: long,
    });
    for (const text of [summary, tried, nextStep, farewell]) {
      expect(text).toHaveLength(1_000);
      expect(text?.isWellFormed()).toBe(true);
    }
  });
});

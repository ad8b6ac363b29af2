import { requestBecause } from '../../ai/assistant.js';
import { describe, expect, it } from 'vitest';
import type { OptMark } from '../opt-out/opt-out.repository.js';
import { confirmationFor, withConfirmation } from './opt-out-confirmation.js';

const WORDS = { OPT_OUT_MESSAGE: 'You are out.', OPT_IN_MESSAGE: 'You are in.' };
const burst = (...marks: (OptMark | null)[]) =>
  marks.map((optOut) => ({ kind: 'text', text: 'words', errors: null, optOut }));

describe('confirmationFor', () => {
  it.each<[OptMark | null, OptMark | null, string | null]>([
    [null, null, null],
    [null, 'repeated', null],
    ['stop', 'repeated', 'You are out.'],
    ['stop', null, 'You are out.'],
    ['stop', 'start', 'You are in.'],
    ['start', 'stop', 'You are out.'],
  ])('after %s and %s is %s', (first, second, confirmation) => {
    expect(confirmationFor(burst(first, second), WORDS)).toBe(confirmation);
  });
});

describe('withConfirmation', () => {
  it('stands below the answer, or alone where there is none, and never in a farewell', () => {
    expect(withConfirmation({ kind: 'reply', text: 'Friday.' }, 'Out.')).toEqual({
      kind: 'reply',
      text: 'Friday.\n\nOut.',
    });
    expect(withConfirmation({ kind: 'silent' }, 'Out.')).toEqual({ kind: 'reply', text: 'Out.' });
    expect(withConfirmation({ kind: 'reply', text: 'Friday.' }, null)).toEqual({ kind: 'reply', text: 'Friday.' });
    const request = requestBecause('other', 'because');
    expect(withConfirmation({ kind: 'person', request }, 'Out.')).toEqual({ kind: 'person', request });
  });
});

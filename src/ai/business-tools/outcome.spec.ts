import { describe, expect, it } from 'vitest';
import { effectOf, readingOf } from './outcome.js';

const answered = (status: number, text = 'words') => ({ kind: 'answered', status, text }) as const;

describe('What is known of an effect', () => {
  it.each([
    [200, 'done'],
    [204, 'done'],
    [302, 'unknown'],
    [404, 'failed'],
    [409, 'failed'],
    [500, 'unknown'],
    [503, 'unknown'],
  ])('after HTTP %i is %s', (status, state) => {
    expect(effectOf(answered(status)).state).toBe(state);
  });

  it('is nothing at all when no answer came, and that it did not come when nothing was sent', () => {
    expect(effectOf({ kind: 'no_answer', reason: 'ECONNRESET' })).toEqual({
      state: 'unknown',
      text: 'No answer: ECONNRESET.',
    });
    expect(effectOf({ kind: 'not_sent', reason: 'ECONNREFUSED' })).toEqual({
      state: 'failed',
      text: 'Not done: ECONNREFUSED.',
    });
  });

  it('is kept within bounds', () => {
    expect(effectOf(answered(200, 'x'.repeat(50_000))).text).toHaveLength(4_000 + ' … (cut)'.length);
  });
});

describe('A call that changes nothing', () => {
  it('brings its answer or fails, and is never in doubt', () => {
    expect(readingOf(answered(200))).toEqual({ state: 'done', text: 'words' });
    expect(readingOf(answered(500))).toEqual({ state: 'failed', text: 'HTTP 500: words' });
    expect(readingOf({ kind: 'no_answer', reason: 'ECONNRESET' }).state).toBe('failed');
  });
});

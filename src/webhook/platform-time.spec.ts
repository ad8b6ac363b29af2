import { describe, expect, it } from 'vitest';
import { platformTime } from './platform-time.js';

const now = new Date('2026-11-22T12:00:00Z');

describe('platformTime', () => {
  it.each(['1749416383', 1_749_416_383, '1749416383000', 1_749_416_383_000])('reads %j', (value) => {
    expect(platformTime(value, now)).toEqual(new Date(1_749_416_383_000));
  });

  it.each([undefined, null, '', 'soon', '0', -5, Number.NaN, Number.POSITIVE_INFINITY, '1e300', {}, [], true, '1'])(
    'takes %j for now',
    (value) => {
      expect(platformTime(value, now)).toEqual(now);
    },
  );

  it('may be ahead by what a clock of ours is behind, and by no more', () => {
    const ahead = new Date('2026-11-23T13:00:00Z');
    expect(platformTime(String(ahead.getTime() / 1000), now)).toEqual(ahead);
    expect(platformTime('4102444800', now)).toEqual(now);
  });
});

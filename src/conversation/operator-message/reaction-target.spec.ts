import { describe, expect, it } from 'vitest';
import { faultOfTarget } from './reaction-target.js';

const now = new Date('2026-11-25T12:00:00Z');
const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000);

const LATE = 'reaction.message_id must be a message of the last 30 days';
const SELF = 'reaction.message_id must not be a reaction itself';
const ELSEWHERE = 'reaction.message_id must be the platform id of a message in this conversation';

describe('faultOfTarget', () => {
  it.each([
    ['a message of this minute', { sentAt: now, isReaction: false }, null],
    ['one of 30 days ago', { sentAt: daysAgo(30), isReaction: false }, null],
    ['an older one', { sentAt: daysAgo(30.01), isReaction: false }, LATE],
    ['a reaction', { sentAt: now, isReaction: true }, SELF],
    ['what is not in this conversation', null, ELSEWHERE],
  ])('rules on %s', (_, target, fault) => {
    expect(faultOfTarget(target, now)).toBe(fault);
  });
});

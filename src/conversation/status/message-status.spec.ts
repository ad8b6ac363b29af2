import { describe, expect, it } from 'vitest';
import { type MessageStatus, STATUS_LADDER, statusAfter } from './message-status.js';

const after = (start: MessageStatus, reports: string[]): MessageStatus => reports.reduce(statusAfter, start);

const permutations = (items: string[]): string[][] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));

describe('statusAfter', () => {
  it.each(permutations(['sent', 'delivered', 'read', 'played']))(
    'ends at the highest, in the order %s, %s, %s, %s',
    (...order) => {
      expect(after('sending', order)).toBe('played');
      expect(after('sending', [...order, ...order])).toBe('played');
    },
  );

  it('needs no step below the one reported', () => {
    expect(after('sending', ['read'])).toBe('read');
    expect(after('queued', ['delivered'])).toBe('delivered');
  });

  it('keeps a failure against a late sent, and drops it when the message arrived after all', () => {
    expect(after('sending', ['failed', 'sent'])).toBe('failed');
    expect(after('sending', ['sent', 'failed'])).toBe('failed');
    for (const arrived of ['delivered', 'read', 'played']) {
      expect(after('sending', ['failed', arrived])).toBe(arrived);
      expect(after('sending', [arrived, 'failed'])).toBe(arrived);
    }
  });

  it('settles a doubt and tells of a message that was cancelled too late', () => {
    expect(after('unconfirmed', ['sent'])).toBe('sent');
    expect(after('unconfirmed', ['failed'])).toBe('failed');
    expect(after('cancelled', ['delivered'])).toBe('delivered');
  });

  it('ignores words it does not know, and our own that the platform never says', () => {
    for (const word of ['warning', '', 'SENT', 'queued', 'cancelled', 'unconfirmed', 'constructor']) {
      for (const status of STATUS_LADDER) expect(statusAfter(status, word)).toBe(status);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { ruleBeforeModel } from './rule-before-model.js';
import type { BurstMessage } from './turn.js';

const WORDS = {
  OPT_OUT_MESSAGE: 'You are out.',
  OPT_IN_MESSAGE: 'You are in.',
  UNREADABLE_MESSAGE: 'Please write it.',
};
const message = (more: Partial<BurstMessage> = {}): BurstMessage => ({
  kind: 'text',
  text: 'words',
  errors: null,
  optOut: null,
  ...more,
});
const ruled = (...burst: Partial<BurstMessage>[]) => ruleBeforeModel(burst.map(message), WORDS);

const STOP = { optOut: 'stop' } as const;
const REPEATED = { optOut: 'repeated' } as const;
const ASKS = { text: 'talk to a human' };
const HIDDEN = { kind: 'unsupported', text: null, errors: [{ code: 131_060 }] };
const POLL = { kind: 'unsupported', text: null, errors: [{ code: 131_051 }] };
const HOLOGRAM = { kind: 'unknown', text: null };

describe('ruleBeforeModel', () => {
  it('leaves ordinary words to the model', () => {
    expect(ruled({})).toBeNull();
    expect(ruled({}, { kind: 'image', text: null })).toBeNull();
  });

  it('gives what only the phone app shows to a person', () => {
    expect(ruled({}, HIDDEN)).toMatchObject({ kind: 'person', request: { reason: 'content_hidden' } });
  });

  it('gives a customer who asks for a person to one, also beside a stop', () => {
    for (const burst of [[ASKS], [{}, ASKS], [STOP, ASKS]]) {
      expect(ruled(...burst)).toMatchObject({ kind: 'person', request: { reason: 'customer_asked' } });
    }
  });

  it('lets nobody guess at what nobody can read, unless words stand beside it', () => {
    expect(ruled(POLL, HOLOGRAM)).toEqual({ kind: 'reply', text: 'Please write it.' });
    expect(ruled(POLL, {})).toBeNull();
  });

  it('confirms a stop by itself, keeps silent when it is said again, and leaves what else is said to the model', () => {
    expect(ruled(STOP, REPEATED)).toEqual({ kind: 'reply', text: 'You are out.' });
    expect(ruled(REPEATED)).toEqual({ kind: 'silent' });
    expect(ruled(STOP, {})).toBeNull();
  });
});

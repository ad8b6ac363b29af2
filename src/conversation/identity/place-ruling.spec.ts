import { describe, expect, it } from 'vitest';
import { type Holder, type Holders, rulePlace } from './place-ruling.js';

const names = (waId: string | null, userId: string | null = null, parentUserId: string | null = null) => ({
  waId,
  userId,
  parentUserId,
});
const nobody: Holders = { byPhone: null, byUserId: null, byParent: null, formerly: null };
const holder = (conversationId: string, held: Record<string, string>, sinceMs = -Infinity): Holder => ({
  conversationId,
  names: Object.fromEntries(Object.entries(held).map(([kind, value]) => [kind, { value, sinceMs }])),
});
const unchanged = { joins: null, learned: [], taken: [], replaced: [] };

describe('rulePlace', () => {
  it('starts a conversation with somebody whom nobody knows, under every name', () => {
    expect(rulePlace(names('1', 'US.A', 'US.ENT.P'), 0, nobody)).toEqual({
      ...unchanged,
      home: null,
      learned: [
        ['wa_id', '1'],
        ['user_id', 'US.A'],
        ['parent_user_id', 'US.ENT.P'],
      ],
    });
  });

  it('learns a user id that is shown beside the phone, and the phone beside the user id', () => {
    const byPhone = holder('one', { wa_id: '1' });
    expect(rulePlace(names('1', 'US.A'), 0, { ...nobody, byPhone })).toEqual({
      ...unchanged,
      home: 'one',
      learned: [['user_id', 'US.A']],
    });
    const byUserId = holder('two', { user_id: 'US.A' });
    expect(rulePlace(names('1', 'US.A'), 0, { ...nobody, byUserId })).toMatchObject({
      home: 'two',
      learned: [['wa_id', '1']],
    });
  });

  it('joins a conversation known by the phone alone and one known by the user id alone', () => {
    const byPhone = holder('one', { wa_id: '1' });
    const byUserId = holder('two', { user_id: 'US.A' });
    expect(rulePlace(names('1', 'US.A'), 0, { ...nobody, byPhone, byUserId })).toEqual({
      ...unchanged,
      home: 'one',
      joins: 'two',
    });
  });

  it('takes another user id behind the same phone for another person, who has the phone now', () => {
    const byPhone = holder('one', { wa_id: '1', user_id: 'US.A' });
    expect(rulePlace(names('1', 'US.B'), 0, { ...nobody, byPhone })).toEqual({
      ...unchanged,
      home: null,
      learned: [['user_id', 'US.B']],
      taken: [['wa_id', '1']],
    });
    const byUserId = holder('two', { user_id: 'US.B', wa_id: '2' });
    expect(rulePlace(names('1', 'US.B'), 0, { ...nobody, byPhone, byUserId })).toMatchObject({
      home: 'two',
      joins: null,
      taken: [['wa_id', '1']],
      replaced: [['wa_id', '2']],
    });
  });

  it('takes another user id with the same phone and parent id for the same person', () => {
    const byPhone = holder('one', { wa_id: '1', user_id: 'US.A', parent_user_id: 'US.ENT.P' });
    const holders = { ...nobody, byPhone, byParent: byPhone };
    expect(rulePlace(names('1', 'US.B', 'US.ENT.P'), 0, holders)).toEqual({
      ...unchanged,
      home: 'one',
      learned: [['user_id', 'US.B']],
      replaced: [['user_id', 'US.A']],
    });
  });

  it('goes by the parent id where neither phone nor user id speaks against it', () => {
    const phoneOnly = holder('one', { wa_id: '1', parent_user_id: 'US.ENT.P' });
    expect(rulePlace(names(null, 'US.A', 'US.ENT.P'), 0, { ...nobody, byParent: phoneOnly }).home).toBe('one');
    expect(rulePlace(names('2', 'US.A', 'US.ENT.P'), 0, { ...nobody, byParent: phoneOnly })).toMatchObject({
      home: null,
      taken: [],
    });
    const another = holder('one', { user_id: 'US.B', parent_user_id: 'US.ENT.P' });
    expect(rulePlace(names(null, 'US.A', 'US.ENT.P'), 0, { ...nobody, byParent: another }).home).toBeNull();
  });

  it('lets a late message change no names', () => {
    const byUserId = holder('one', { user_id: 'US.A', wa_id: '2' }, 1_000);
    expect(rulePlace(names('1', 'US.A'), 999, { ...nobody, byUserId })).toEqual({ ...unchanged, home: 'one' });
    expect(rulePlace(names('1', 'US.A'), 1_000, { ...nobody, byUserId }).replaced).toEqual([['wa_id', '2']]);
    const byPhone = holder('two', { wa_id: '1', user_id: 'US.B' }, 1_000);
    expect(rulePlace(names('1', 'US.A'), 999, { ...nobody, byPhone }).taken).toEqual([]);
  });

  it('gives a late message to whom its name belonged then, and to whom its user id belongs now', () => {
    expect(rulePlace(names('1'), 0, { ...nobody, formerly: 'one' })).toEqual({ ...unchanged, home: 'one' });
    const byUserId = holder('two', { user_id: 'US.A', wa_id: '1' });
    const holders = { ...nobody, byUserId, byPhone: byUserId, formerly: 'one' };
    expect(rulePlace(names('1', 'US.A'), 0, holders).home).toBe('two');
  });
});

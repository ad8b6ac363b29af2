import { describe, expect, it } from 'vitest';
import type { IdentityChange } from '../incoming.js';
import { ruleChange } from './change-ruling.js';
import type { Holder, Holders } from './place-ruling.js';

const NONE = { waId: null, userId: null, parentUserId: null };
const at = new Date(1_000);
const nobody: Holders = { byPhone: null, byUserId: null, byParent: null, formerly: null };
const holder = (conversationId: string, held: Record<string, string>, sinceMs = -Infinity): Holder => ({
  conversationId,
  names: Object.fromEntries(Object.entries(held).map(([kind, value]) => [kind, { value, sinceMs }])),
});
const home = holder('home', { wa_id: '1', user_id: 'US.A' });
const newNumber = (waId: string, userId: string | null = null): IdentityChange => ({
  former: { ...NONE, waId: '1' },
  current: { ...NONE, waId, userId },
  isNewNumber: true,
  at,
});

describe('ruleChange', () => {
  it('replaces the number, and the user id with it, named or not', () => {
    expect(ruleChange(newNumber('2', 'US.B'), home, nobody, false)).toEqual({
      joins: null,
      learned: [
        ['wa_id', '2'],
        ['user_id', 'US.B'],
      ],
      taken: [],
      replaced: [
        ['wa_id', '1'],
        ['user_id', 'US.A'],
      ],
    });
    expect(ruleChange(newNumber('2'), home, nobody, false).replaced).toEqual([
      ['wa_id', '1'],
      ['user_id', 'US.A'],
    ]);
  });

  it('replaces a user id and leaves the number', () => {
    const change: IdentityChange = {
      former: { ...NONE, userId: 'US.A' },
      current: { ...NONE, userId: 'US.B' },
      isNewNumber: false,
      at,
    };
    expect(ruleChange(change, home, nobody, false)).toMatchObject({
      learned: [['user_id', 'US.B']],
      replaced: [['user_id', 'US.A']],
    });
  });

  it('changes nothing when it is known already, or older than what is known', () => {
    const unchanged = { joins: null, learned: [], taken: [], replaced: [] };
    const moved = holder('home', { wa_id: '2', user_id: 'US.B' }, 1_000);
    const holders = { ...nobody, byPhone: moved, byUserId: moved };
    expect(ruleChange(newNumber('2', 'US.B'), moved, holders, false)).toEqual(unchanged);
    const movedAgain = holder('home', { wa_id: '3', user_id: 'US.C' }, 2_000);
    expect(ruleChange(newNumber('2', 'US.B'), movedAgain, nobody, false)).toEqual(unchanged);
  });

  it('joins what the customer wrote under the new names before the notice came', () => {
    const other = holder('other', { wa_id: '2', user_id: 'US.B' });
    const holders = { ...nobody, byPhone: other, byUserId: other };
    expect(ruleChange(newNumber('2', 'US.B'), home, holders, true)).toMatchObject({
      joins: 'other',
      learned: [],
      taken: [],
    });
    const byPhone = holder('other', { wa_id: '2' });
    expect(ruleChange(newNumber('2'), home, { ...nobody, byPhone }, true).joins).toBe('other');
  });

  it('takes the number from the person who had it before, and joins nobody', () => {
    const before = holder('other', { wa_id: '2', user_id: 'US.C' });
    const holders = { ...nobody, byPhone: before };
    expect(ruleChange(newNumber('2', 'US.B'), home, holders, true)).toMatchObject({
      joins: null,
      learned: [['user_id', 'US.B']],
      taken: [['wa_id', '2']],
    });
    expect(ruleChange(newNumber('2'), home, holders, false)).toMatchObject({ joins: null, taken: [['wa_id', '2']] });
  });
});

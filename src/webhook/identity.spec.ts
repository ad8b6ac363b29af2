import { describe, expect, it } from 'vitest';
import { contactsOf, identify, senderContact } from './identity.js';
import type { Shape } from './shape.js';

const US = 'US.13491208655302741918';
const whoSent = (message: Shape, contacts: unknown = []) =>
  identify(message, senderContact(message, contactsOf(contacts)));

describe('identify', () => {
  it('takes phone, user id, parent and name together', () => {
    const contact = { wa_id: '15550100123', user_id: US, parent_user_id: 'US.ENT.77', profile: { name: 'Ada' } };
    const message = { from: '15550100123', from_user_id: US };
    expect(whoSent(message, [contact])).toEqual({
      waId: '15550100123',
      userId: US,
      parentUserId: 'US.ENT.77',
      username: null,
      name: 'Ada',
    });
  });

  it.each([
    ['absent', {}],
    ['empty', { from: '' }],
    ['replaced by the user id', { from: US }],
  ])('knows a customer by the user id alone when the phone is %s', (_, phone) => {
    const contact = { user_id: US, profile: { name: 'Ada' } };
    const known = { waId: null, userId: US, parentUserId: null, username: null, name: 'Ada' };
    expect(whoSent({ from_user_id: US, ...phone }, [contact])).toEqual(known);
    expect(whoSent({ from_user_id: US, ...phone }, [{ ...contact, wa_id: '' }])).toEqual(known);
  });

  it('accepts a user id where a phone belongs, on both sides', () => {
    expect(whoSent({ from: US }, [{ wa_id: US, profile: { name: 'Ada' } }])).toMatchObject({ userId: US, name: 'Ada' });
  });

  it('learns the phone from the contact with the same user id', () => {
    expect(whoSent({ from_user_id: US }, [{ wa_id: '15550100123', user_id: US }])?.waId).toBe('15550100123');
  });

  it('strips the plus of a phone and takes up to 20 digits', () => {
    expect(whoSent({ from: '+15550100123' })?.waId).toBe('15550100123');
    expect(whoSent({ from: '1'.repeat(20) })?.waId).toHaveLength(20);
    expect(whoSent({ from: '1'.repeat(21) })).toBeUndefined();
  });

  it('takes user ids of up to 128 characters behind the country, and of the parent form', () => {
    const long = `IN.${'a9'.repeat(64)}`;
    expect(whoSent({ from_user_id: long })?.userId).toBe(long);
    expect(whoSent({ from_user_id: `${long}x` })).toBeUndefined();
    expect(whoSent({ from_user_id: 'US.ENT.42' })?.userId).toBe('US.ENT.42');
  });

  it('never takes the digits of a user id for a phone', () => {
    expect(whoSent({ from: 'US.15550100123' })).toMatchObject({ waId: null, userId: 'US.15550100123' });
  });

  it.each([
    [{}],
    [{ from: null }],
    [{ from: 'me' }],
    [{ from: '1555 0100' }],
    [{ from: {} }],
    [{ from_user_id: 'us.1' }],
    [{ from_user_id: 'US.1\n' }],
    [{ from: '15550100123\n' }],
  ])('knows nobody in %j', (message) => {
    expect(whoSent(message)).toBeUndefined();
  });
});

describe('senderContact', () => {
  const ada = { wa_id: '1', user_id: 'US.A', profile: { name: 'Ada' } };
  const bob = { wa_id: '2', user_id: 'US.B', profile: { name: 'Bob' } };
  const find = (message: Shape, contacts: unknown) => senderContact(message, contactsOf(contacts));

  it('goes by user id, else by phone, never by position', () => {
    expect(find({ from: '2' }, [ada, bob])).toBe(bob);
    expect(find({ from_user_id: 'US.B' }, [ada, bob])).toBe(bob);
    expect(find({ from: '3' }, [ada])).toBeUndefined();
    expect(whoSent({ from: '3' }, [ada])?.name).toBeNull();
  });

  it('believes the user id where the phone says otherwise, and the message over the contact', () => {
    expect(find({ from: '1', from_user_id: 'US.B' }, [ada, bob])).toBe(bob);
    expect(whoSent({ from: '1', from_user_id: 'US.B' }, [ada, bob])).toMatchObject({ waId: '1', userId: 'US.B' });
  });

  it.each([null, 'x', 7, [null, 7, [], 'x', {}], {}])('finds nobody in %j', (contacts) => {
    expect(find({ from: '1' }, contacts)).toBeUndefined();
  });
});

describe('names', () => {
  it.each([
    [{}, null],
    [{ profile: null }, null],
    [{ profile: { name: '' } }, null],
    [{ profile: { name: { first: 'A' } } }, null],
    [{ profile: { name: 'Zoë\0 😀' } }, 'Zoë 😀'],
    [{ profile: { name: 'x'.repeat(300) } }, 'x'.repeat(255)],
  ])('of %j is %j', (contact, name) => {
    expect(whoSent({ from: '1' }, [{ wa_id: '1', ...contact }])?.name).toBe(name);
  });

  it.each([
    ['@ada', 'ada'],
    ['ada', 'ada'],
    ['@', null],
    [undefined, null],
  ])('strip the @ of the username %s', (username, shown) => {
    expect(whoSent({ from: '1' }, [{ wa_id: '1', profile: { username } }])?.username).toBe(shown);
  });
});

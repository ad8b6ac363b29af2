import { describe, expect, it } from 'vitest';
import { emptyDelivery } from '../conversation/incoming.js';
import { translate } from './translate.js';

const now = new Date('2026-11-22T12:00:00Z');
const PNID = '106540352242922';
const envelope = (...values: unknown[]) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '102290129340398', changes: values.map((value) => ({ field: 'messages', value })) }],
});
const forNumber = (id: unknown, more: object) => ({
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: '15550783881', phone_number_id: id },
  ...more,
});
const text = (id: string, from = '16505551234') => ({ id, from, type: 'text', text: { body: `text of ${id}` } });
const status = (id: string) => ({ id, status: 'sent', timestamp: '1750263773' });
const read = (payload: unknown, phoneNumberId: string | undefined = PNID) => translate(payload, phoneNumberId, now);
const idsOf = (items: { externalId: string }[]) => items.map(({ externalId }) => externalId);
const notesOf = (payload: unknown) => read(payload).events.map(({ note }) => note);

describe('a batch', () => {
  it('is read whole and in order: every entry, change, message and status', () => {
    const one = forNumber(PNID, { messages: [text('m1'), text('m2')], statuses: [status('s1')] });
    const two = forNumber(PNID, { statuses: [status('s2')], messages: [text('m3')] });
    const three = forNumber(PNID, { messages: [text('m4')] });
    const delivery = read({ entry: [...envelope(one, two).entry, ...envelope(three).entry] });
    expect(idsOf(delivery.messages)).toEqual(['m1', 'm2', 'm3', 'm4']);
    expect(idsOf(delivery.reports)).toEqual(['s1', 's2']);
    expect(delivery.events).toEqual([]);
  });

  it('of 1,000 updates with one odd item in ten loses no neighbour', () => {
    const odd = [null, 7, [], {}, 'x', { id: {} }, { id: 'g', from: '1', group_id: 'g' }];
    const messages = Array.from({ length: 1_000 }, (_, i) => (i % 10 === 9 ? odd[i % odd.length] : text(`m${i}`)));
    const delivery = read(envelope(forNumber(PNID, { messages })));
    expect(delivery.messages).toHaveLength(900);
    expect(delivery.events).toHaveLength(100);
  });

  it('survives an item that cannot be read at all', () => {
    let reads = 0;
    const poison = {
      get id(): string {
        if (reads++ === 0) throw new Error('poison');
        return 'poison';
      },
    };
    const delivery = read(envelope(forNumber(PNID, { messages: [text('m1'), poison, text('m2')] })));
    expect(idsOf(delivery.messages)).toEqual(['m1', 'm2']);
    expect(delivery.events).toMatchObject([{ note: 'unreadable', payload: { id: 'poison' } }]);
  });

  it('gives each message the contact of its own change', () => {
    const contact = (name: string) => [{ wa_id: '16505551234', profile: { name } }];
    const one = forNumber(PNID, { contacts: contact('Ada'), messages: [text('m1')] });
    const two = forNumber(PNID, { contacts: contact('Bob'), messages: [text('m2'), text('m3', '4915')] });
    expect(read(envelope(one, two)).messages.map(({ customer }) => customer.name)).toEqual(['Ada', 'Bob', null]);
  });

  it('of junk beyond what the platform sends is counted, not kept', () => {
    const messages = [...Array.from({ length: 5_000 }, (_, i) => ({ junk: i })), text('m1')];
    const delivery = read(envelope(forNumber(PNID, { messages })));
    expect(idsOf(delivery.messages)).toEqual(['m1']);
    expect(delivery.events).toHaveLength(1_001);
    expect(delivery.events.at(-1)).toMatchObject({ note: 'too many to keep', payload: { leftOut: 4_000 } });
  });
});

describe('what is for another number', () => {
  const value = forNumber('123456123', { messages: [text('m1')], statuses: [status('s1')], errors: [{ code: 1 }] });

  it('is set aside item by item', () => {
    const delivery = read(envelope(value));
    expect(delivery).toMatchObject({ messages: [], reports: [] });
    expect(delivery.events.map(({ note }) => note)).toEqual(Array(3).fill('another number'));
    expect(delivery.events[0]?.payload).toEqual(text('m1'));
  });

  it('is taken when no number is configured', () => {
    const delivery = translate(envelope(value), undefined, now);
    expect([idsOf(delivery.messages), idsOf(delivery.reports)]).toEqual([['m1'], ['s1']]);
  });

  it.each<unknown>([undefined, null, '', {}, { toString: 1 }])('is not what names no number (%j)', (id) => {
    expect(idsOf(read(envelope(forNumber(id, { messages: [text('m1')] }))).messages)).toEqual(['m1']);
  });
});

describe('what is neither message nor status is kept as it came', () => {
  it.each([
    ['messaging_handovers', { type: 'control_passed', timestamp: 1 }],
    ['message_echoes', { message_echoes: [{ id: 'e', from: '1', to: '2', type: 'text', text: { body: 'x' } }] }],
    ['account_update', { event: 'ACCOUNT_RESTRICTION', restriction_info: [{ restriction_type: 'X' }] }],
    ['calls', { calls: [{ id: 'wacid.1', event: 'connect' }] }],
    ['a field of next year', null],
  ])('field %s: one event a change, answered by nobody', (field, value) => {
    const delivery = read({ entry: [{ id: '1', time: 1, changes: [{ field, value }] }] });
    expect(delivery).toMatchObject({ messages: [], reports: [], events: [{ field, payload: value }] });
  });

  it('errors, clicks and lists we do not know', () => {
    const errors = [{ code: 130_429, title: 'Rate limit hit' }];
    const userActions = [{ action_type: 'marketing_messages_link_click' }];
    const more = { errors, user_actions: userActions, conversation_context: { type: 'summary' } };
    const delivery = read(envelope(forNumber(PNID, { ...more, messages: [text('m1')] })));
    expect(idsOf(delivery.messages)).toEqual(['m1']);
    expect(delivery.events).toMatchObject([
      { field: 'messages', note: 'neither message nor status: errors', payload: errors[0] },
      { note: 'neither message nor status: user_actions', payload: userActions[0] },
      { note: 'neither message nor status: conversation_context', payload: { type: 'summary' } },
    ]);
  });

  it('a history of thousands of messages is taken in, and is one small event', () => {
    const messages = Array.from({ length: 8_000 }, (_, i) => text(`wamid.HISTORY${i}`));
    const value = { history: [{ metadata: { phase: 1 }, threads: [{ id: '16505551234', messages }] }] };
    const { events, past, messages: toAnswer } = read({ entry: [{ changes: [{ field: 'history', value }] }] });
    expect(past).toHaveLength(8_000);
    expect(toAnswer).toEqual([]);
    expect(events).toMatchObject([{ payload: { metadata: { phase: 1 }, threads: 1 } }]);
  });

  it('has the same key when it comes again with its keys in another order, and another when it differs', () => {
    const keyOf = (field: string, value: unknown) => read({ entry: [{ changes: [{ field, value }] }] }).events[0]?.key;
    const key = keyOf('flows', { a: 1, b: { c: 2, d: 3 } });
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(keyOf('flows', { b: { d: 3, c: 2 }, a: 1 })).toBe(key);
    expect(keyOf('flows', { a: 1, b: { c: 2, d: 4 } })).not.toBe(key);
    expect(keyOf('security', { a: 1, b: { c: 2, d: 3 } })).not.toBe(key);
  });
});

describe('an odd shape is an event, never an error', () => {
  it.each([null, undefined, 7, 'x', [], {}, { entry: null }, { entry: 'x' }])('body %j', (payload) => {
    expect(notesOf(payload)).toEqual(['no entries']);
  });

  it.each([null, 7, 'x', [], {}, { changes: null }, { changes: 7 }])('entry %j', (entry) => {
    expect(notesOf({ entry: [entry] })).toEqual(['no changes']);
  });

  it.each([null, 7, 'x', []])('change %j', (change) => {
    expect(notesOf({ entry: [{ changes: [change] }] })).toEqual(['not a change']);
  });

  it.each([null, undefined, 7, 'x', []])('value %j', (value) => {
    expect(notesOf(envelope(value))).toEqual(['no value']);
  });

  it('a change of no field or an odd one', () => {
    for (const field of [undefined, null, 7, {}, '']) {
      const { events } = read({ entry: [{ changes: [{ field, value: { messages: [text('m1')] } }] }] });
      expect(events).toMatchObject([{ field: '', payload: { messages: [text('m1')] } }]);
    }
  });

  it.each([7, 'x', true])('%j where the list of messages belongs', (messages) => {
    const { events } = read(envelope(forNumber(PNID, { messages })));
    expect(events).toMatchObject([{ note: 'no object among the messages', payload: messages }]);
  });

  it('one object where a list belongs is a list of one', () => {
    const value = forNumber(PNID, { messages: text('m1'), statuses: status('s1') });
    const delivery = read({ entry: { changes: { field: 'messages', value } } });
    expect([idsOf(delivery.messages), idsOf(delivery.reports)]).toEqual([['m1'], ['s1']]);
  });

  it('an empty or null list carries nothing', () => {
    const delivery = read(envelope(forNumber(PNID, { messages: [], statuses: null }), {}));
    expect(delivery).toEqual(emptyDelivery());
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { call, OPTIONS, startBoth, type FakeProduct } from '../../product.fake.js';
import type { JsonObject } from '../../records.js';
import type { Simulator } from '../../simulator.js';
import type { PlatformEvent } from './platform-event.js';

const PHONE = '919876543210';
let simulator: Simulator;
let product: FakeProduct;
let stop: () => Promise<void>;

beforeAll(async () => void ({ simulator, product, stop } = await startBoth()));
afterEach(() => simulator.reset());
afterAll(() => stop());

/** The entry the product gets when the platform reports this. */
async function told(field: string, event: PlatformEvent = {}) {
  const before = product.arrived.length;
  const { status, body } = await call('POST', `${simulator.url}/sim/platform/${field}`, { customer: PHONE, ...event });
  expect(status).toBe(200);
  await vi.waitFor(() => expect(product.arrived).toHaveLength(before + 1));
  const [entry] = JSON.parse(String(product.arrived[before]?.bytes)).entry as [
    { time?: number; changes: [{ field: string; value: JsonObject }] },
  ];
  expect(entry.changes[0].field).toBe(field);
  return { id: body['id'], time: entry.time, value: entry.changes[0].value };
}

const metadata = { phone_number_id: OPTIONS.phoneNumberId };

describe('The platform reports', () => {
  it('what a person wrote from the phone app, which the customer sees', async () => {
    const { id, value } = await told('smb_message_echoes', { text: 'From the shop' });
    expect(value).toMatchObject({
      metadata,
      message_echoes: [{ id, from: '15550100001', to: PHONE, type: 'text', text: { body: 'From the shop' } }],
    });
    expect(value).not.toHaveProperty('contacts');
    expect(simulator.thread(PHONE)).toMatchObject([{ direction: 'outbound', text: 'From the shop' }]);
    const toUser = await told('smb_message_echoes', { customer: 'CO.13491208655302741918' });
    expect(toUser.value['message_echoes']).toMatchObject([{ to_user_id: 'CO.13491208655302741918' }]);
  });

  it('what a customer wrote while another responder has the thread', async () => {
    const { id, value } = await told('standby', { text: 'hi' });
    expect(value).toMatchObject({
      metadata,
      standby: { contacts: [{ wa_id: PHONE }], messages: [{ id, from: PHONE, text: { body: 'hi' } }] },
    });
    expect(simulator.thread(PHONE)).toMatchObject([{ direction: 'inbound', text: 'hi' }]);
  });

  it('what the address book of the phone says', async () => {
    const { value } = await told('smb_app_state_sync', { text: 'Ada Lovelace' });
    expect(value).toMatchObject({
      metadata,
      state_sync: [{ action: 'add', contact: { full_name: 'Ada Lovelace', first_name: 'Ada', phone_number: PHONE } }],
    });
  });

  it('another user id of a customer', async () => {
    const { value } = await told('user_id_update', { text: 'US.2' });
    const update = { wa_id: PHONE, user_id: { previous: expect.stringMatching(/^US\./), current: 'US.2' } };
    expect(value).toMatchObject({ metadata, user_id_update: [update] });
  });

  it('who has the thread', async () => {
    const { value } = await told('messaging_handovers', { more: { type: 'control_taken' } });
    expect(value).toMatchObject({
      type: 'control_taken',
      control_taken: { new_owner_role: 'ai_agent' },
      sender: { phone_number: PHONE },
      recipient: metadata,
    });
  });

  it('what was written long ago, out of order, in nobody else’s thread', async () => {
    const { value } = await told('history');
    const [{ threads }] = value['history'] as [
      { threads: [{ id: string; messages: { timestamp: string; type: string }[] }] },
    ];
    expect(threads[0].id).toBe(PHONE);
    expect(threads[0].messages.map(({ type }) => type)).toEqual(['text', 'text', 'media_placeholder']);
    const times = threads[0].messages.map(({ timestamp }) => Number(timestamp));
    expect(times).toEqual(times.toSorted().toReversed());
    expect(simulator.thread(PHONE)).toEqual([]);
  });

  it('calls and preferences', async () => {
    expect((await told('calls', { more: { event: 'terminate', status: 'COMPLETED' } })).value).toMatchObject({
      calls: [
        {
          id: expect.stringMatching(/^wacid\./),
          from: PHONE,
          event: 'terminate',
          status: 'COMPLETED',
          direction: 'USER_INITIATED',
        },
      ],
    });
    expect((await told('user_preferences', { more: { value: 'resume' } })).value).toMatchObject({
      contacts: [{ wa_id: PHONE }],
      user_preferences: [
        { wa_id: PHONE, category: 'marketing_messages', value: 'resume', timestamp: expect.any(Number) },
      ],
    });
  });

  it.each<[string, JsonObject]>([
    ['account_update', { event: 'ACCOUNT_RESTRICTION', restriction_info: [{}] }],
    ['account_alerts', { alert_status: 'ACTIVE' }],
    ['message_template_status_update', { event: 'PAUSED', message_template_id: expect.any(Number), reason: null }],
    ['phone_number_quality_update', { current_limit: 'TIER_100K' }],
  ])('%s with the time of the entry', async (field, expected) => {
    const { time, value } = await told(field, { more: { added: 1 } });
    expect(value).toMatchObject({ ...expected, added: 1 });
    expect(time).toEqual(expect.any(Number));
  });

  it('errors of the account, a field nobody knows, or a value as it is', async () => {
    const errors = [{ code: 131042, title: 'Payment' }];
    expect((await told('messages', { more: { errors } })).value).toMatchObject({ metadata, errors });
    expect((await told('weather', { more: { rain: true } })).value).toEqual({ rain: true });
    expect((await told('calls', { value: 'odd' })).value).toBe('odd');
  });

  it('nothing for input that makes no sense', async () => {
    const answer = await call('POST', `${simulator.url}/sim/platform/calls`, { customer: 'Bob', colour: 'red' });
    expect(answer.status).toBe(400);
    expect(String(answer.body['message'])).toContain('customer must be a phone number');
  });
});

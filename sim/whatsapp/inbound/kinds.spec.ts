import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { call, startBoth, type FakeProduct } from '../../product.fake.js';
import type { JsonObject } from '../../records.js';
import type { Simulator } from '../../simulator.js';
import { userIdOf } from '../customer.js';
import type { CustomerMessage } from './customer-message.js';

const PHONE = '919876543210';
let simulator: Simulator;
let product: FakeProduct;
let stop: () => Promise<void>;

beforeAll(async () => void ({ simulator, product, stop } = await startBoth()));
afterEach(() => simulator.reset());
afterAll(() => stop());

/** What the product is told when the customer writes this. */
async function told(input: CustomerMessage, address = PHONE) {
  const before = product.values().length;
  const { id } = simulator.writeAsCustomer(address, input);
  await vi.waitFor(() => expect(product.values()).toHaveLength(before + 1));
  const { messages: [message = {}] = [], contacts } = product.values()[before] ?? {};
  expect(message).toMatchObject({ id, timestamp: expect.stringMatching(/^\d{10}$/) });
  return { message, contacts };
}

const medium = { id: expect.stringMatching(/^\d+$/), sha256: expect.any(String), url: expect.any(String) };
const errors = (code: number) => [{ code, title: expect.any(String), error_data: { details: expect.any(String) } }];

describe('A customer writes with one word', () => {
  it.each<[string, JsonObject]>([
    ['image', { type: 'image', image: { ...medium, mime_type: 'image/jpeg' } }],
    ['video', { type: 'video', video: { ...medium, mime_type: 'video/mp4' } }],
    ['audio', { type: 'audio', audio: { ...medium, voice: false } }],
    ['voice', { type: 'audio', audio: { ...medium, mime_type: 'audio/ogg; codecs=opus', voice: true } }],
    ['document', { type: 'document', document: { ...medium, filename: 'invoice.pdf' } }],
    ['sticker', { type: 'sticker', sticker: { ...medium, mime_type: 'image/webp', animated: false } }],
    ['location', { type: 'location', location: { latitude: 52.5163, longitude: 13.3777, name: 'Brandenburg Gate' } }],
    ['contacts', { type: 'contacts', contacts: [{ name: { formatted_name: 'Ben Example' }, phones: [{}] }] }],
    ['contact_request_answer', { type: 'contacts', contacts: [{ origin: 'contact_request' }] }],
    ['button', { type: 'button', button: { payload: 'Yes', text: 'Yes' }, context: { id: 'wamid.unknown' } }],
    [
      'button_reply',
      { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'button-Yes', title: 'Yes' } } },
    ],
    ['list_reply', { type: 'interactive', interactive: { type: 'list_reply', list_reply: { title: 'Monday' } } }],
    [
      'call_permission_reply',
      { interactive: { call_permission_reply: { response: 'accept', expiration_timestamp: expect.any(Number) } } },
    ],
    ['reaction', { type: 'reaction', reaction: { message_id: 'wamid.unknown', emoji: '👍' } }],
    ['order', { type: 'order', order: { product_items: [{ quantity: 2 }] } }],
    ['edit', { type: 'edit', edit: { original_message_id: 'wamid.unknown', message: { type: 'text' } } }],
    ['revoke', { type: 'revoke', revoke: { original_message_id: 'wamid.unknown' } }],
    ['unsupported', { type: 'unsupported', unsupported: { type: 'poll_creation' }, errors: errors(131051) }],
    ['hidden', { type: 'unsupported', errors: errors(131060) }],
    ['undownloadable', { type: 'unsupported', errors: errors(131052) }],
    [
      'user_changed_number',
      { type: 'system', from: PHONE, system: { type: 'user_changed_number', wa_id: '15550100777' } },
    ],
    ['user_changed_user_id', { type: 'system', system: { previous_user_id: userIdOf(PHONE) } }],
    ['customer_changed_number', { type: 'system', system: { type: 'customer_changed_number' } }],
    ['customer_identity_changed', { type: 'system', system: { identity: { acknowledged: false } } }],
    ['dance', { type: 'dance', dance: {} }],
  ])('%s', async (type, expected) => {
    expect((await told({ type })).message).toMatchObject(expected);
  });

  it('request_welcome and empty_interactive carry nothing under their key', async () => {
    expect((await told({ type: 'request_welcome' })).message).not.toHaveProperty('request_welcome');
    expect((await told({ type: 'empty_interactive' })).message).not.toHaveProperty('interactive');
  });

  it('a reaction is taken back by leaving the emoji out', async () => {
    const { message } = await told({ type: 'reaction_removal', target: 'wamid.1' });
    expect(message['reaction']).toEqual({ message_id: 'wamid.1' });
  });

  it('the answer of a flow is JSON in a string, which may be broken', async () => {
    const replyOf = ({ message }: { message: JsonObject }) =>
      (message['interactive'] as { nfm_reply: { response_json: string } }).nfm_reply.response_json;
    expect(JSON.parse(replyOf(await told({ type: 'nfm_reply' })))).toMatchObject({ flow_token: 'token-1' });
    const broken = replyOf(await told({ type: 'broken_nfm_reply' }));
    expect(() => JSON.parse(broken)).toThrow(SyntaxError);
  });

  it('all kinds are known by name', async () => {
    const { body } = await call('GET', `${simulator.url}/sim/kinds`);
    expect(body).toEqual(expect.arrayContaining(['text', 'voice', 'hidden', 'system', 'broken_nfm_reply']));
  });
});

describe('A message', () => {
  it('is about the last one there is: ours for a reaction, their own for an edit', async () => {
    const { id } = simulator.writeAsCustomer(PHONE, { text: 'first' });
    await vi.waitFor(() => expect(simulator.overview().counts['openDeliveries']).toBe(0));
    expect((await told({ type: 'edit', text: 'better' })).message['edit']).toMatchObject({
      original_message_id: id,
      message: { text: { body: 'better' } },
    });
    const echo = simulator.sendPlatformEvent('smb_message_echoes', { customer: PHONE }).id;
    await vi.waitFor(() => expect(simulator.overview().counts['openDeliveries']).toBe(0));
    expect((await told({ type: 'reaction', text: '❤️' })).message['reaction']).toEqual({
      message_id: echo,
      emoji: '❤️',
    });
  });

  it('quotes, is forwarded, comes from an ad, is in a group', async () => {
    expect((await told({ text: 'x', replyTo: 'wamid.1' })).message['context']).toEqual({
      from: '15550100001',
      id: 'wamid.1',
    });
    expect((await told({ text: 'x', forwarded: true })).message['context']).toEqual({ forwarded: true });
    expect((await told({ text: 'x', forwarded: 'frequently' })).message['context']).toEqual({
      frequently_forwarded: true,
    });
    expect((await told({ text: 'x', referral: { source_type: 'post' } })).message['referral']).toMatchObject({
      source_type: 'post',
      ctwa_clid: expect.any(String),
    });
    expect((await told({ text: 'in a group', group: 'group-1' })).message['group_id']).toBe('group-1');
    expect(simulator.thread('group-1')).toMatchObject([{ text: 'in a group' }]);
  });

  it('takes added keys, a payload of its own, and keys beside it', async () => {
    expect(
      (await told({ type: 'location', with: { latitude: 1, url: 'https://x.example' } })).message['location'],
    ).toMatchObject({ latitude: 1, longitude: 13.3777, url: 'https://x.example' });
    expect((await told({ type: 'image', payload: { id: '7' } })).message['image']).toEqual({ id: '7' });
    expect((await told({ text: 'x', more: { from_logical_id: '9' } })).message['from_logical_id']).toBe('9');
  });

  it('hides the phone in each of the ways that were seen', async () => {
    const userId = 'CO.13491208655302741918';
    const absent = await told({ text: 'x', phoneAs: 'absent', userId, parentUserId: 'CO.ENT.1', username: '@ann' });
    expect(absent.message).toMatchObject({ from_user_id: userId, from_parent_user_id: 'CO.ENT.1' });
    expect(absent.message).not.toHaveProperty('from');
    expect(absent.contacts).toEqual([{ profile: { username: '@ann' }, user_id: userId, parent_user_id: 'CO.ENT.1' }]);
    expect((await told({ text: 'x', phoneAs: 'empty' })).message['from']).toBe('');
    expect((await told({ text: 'x', phoneAs: 'user-id', userId })).contacts).toEqual([
      { wa_id: userId, user_id: userId },
    ]);
    expect((await told({ text: 'x', username: 'ann' }, userId)).contacts).toEqual([
      { profile: { username: 'ann' }, user_id: userId },
    ]);
  });

  it('of the system comes without contacts', async () => {
    expect((await told({ type: 'system' })).contacts).toBeUndefined();
  });

  it.each<[string, object, string]>([
    ['a size over 100 MB', { type: 'image', media: { size: 104_857_601 } }, 'media size'],
    ['bytes that are no base64', { type: 'image', media: { base64: '%' } }, 'media base64'],
    ['a type that is none', { type: 'Not A Type' }, 'type'],
    ['a way nobody knows', { text: 'x', phoneAs: 'whispered' }, 'phoneAs'],
  ])('is refused for %s', async (_what, body, says) => {
    const answer = await call('POST', `${simulator.url}/sim/customers/${PHONE}/messages`, body);
    expect(answer.status).toBe(400);
    expect(String(answer.body['message'])).toContain(says);
  });
});

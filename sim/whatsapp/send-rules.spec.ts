import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { call, OPTIONS, startBoth, type FakeProduct } from '../product.fake.js';
import type { JsonObject } from '../records.js';
import type { Simulator } from '../simulator.js';

const PHONE = '919876543210';
const DAY = 86_400;
let simulator: Simulator;
let product: FakeProduct;
let stop: () => Promise<void>;

beforeEach(async () => void ({ simulator, product, stop } = await startBoth()));
afterEach(() => stop());

const headers = { authorization: `Bearer ${OPTIONS.accessToken}` };
const send = (type: string, content: unknown, more: object = {}) =>
  call(
    'POST',
    `${simulator.url}/v26.0/${OPTIONS.phoneNumberId}/messages`,
    { messaging_product: 'whatsapp', to: `+${PHONE}`, type, [type]: content, ...more },
    headers,
  );
const say = (body: string, more: object = {}) => send('text', { body }, more);
const hello = () => send('template', { name: 'hello_world', language: { code: 'en_US' } });
const codeOf = ({ body }: { body: JsonObject }) => (body['error'] as { code: number } | undefined)?.code ?? 200;
const idOf = ({ body }: { body: JsonObject }) => (body['messages'] as [{ id: string }])[0].id;
const daysAgo = (days: number) => Math.floor(Date.now() / 1_000) - days * DAY;
const statusesOf = (count: number) =>
  vi.waitFor(() => expect(product.statuses()).toHaveLength(count), 2_000).then(() => product.statuses());

describe('The 24-hour window', () => {
  it('lets a free-form message fail later when the customer was last heard of two days ago', async () => {
    simulator.writeAsCustomer(PHONE, { text: 'hi', timestamp: daysAgo(2) });
    expect((await say('late')).status).toBe(200);
    expect(await statusesOf(1)).toMatchObject([{ status: 'failed', errors: [{ code: 131047 }] }]);
  });

  it('refuses it at once when so set, and is off when so set', async () => {
    simulator.writeAsCustomer(PHONE, { text: 'hi', timestamp: daysAgo(2) });
    simulator.changeSettings({ statuses: ['sent'], strict: { windowRefusal: 'at-once' } });
    expect(codeOf(await say('late'))).toBe(131047);
    expect(simulator.sent()).toEqual([]);
    simulator.changeSettings({ strict: { window: false } });
    await say('late');
    expect(await statusesOf(1)).toMatchObject([{ status: 'sent' }]);
  });

  it('lets templates pass, with their category as the price', async () => {
    simulator.changeSettings({ statuses: ['sent'] });
    simulator.writeAsCustomer(PHONE, { text: 'hi', timestamp: daysAgo(2) });
    expect((await hello()).body['messages']).toMatchObject([{ message_status: 'accepted' }]);
    expect(await statusesOf(1)).toMatchObject([{ status: 'sent', pricing: { type: 'regular', category: 'utility' } }]);
  });

  it('is open again when the customer writes, calls, or is in a hand-made webhook; a system message does not open it', async () => {
    simulator.changeSettings({ statuses: [], strict: { windowRefusal: 'at-once', windowForStrangers: true } });
    expect(codeOf(await say('never heard of'))).toBe(131047);
    simulator.writeAsCustomer(PHONE, { type: 'user_changed_number' });
    expect(codeOf(await say('only news'))).toBe(131047);
    simulator.writeAsCustomer(PHONE, { type: 'reaction' });
    expect(codeOf(await say('heard'))).toBe(200);
    simulator.sendPlatformEvent('calls', { customer: '4915112345678' });
    expect(codeOf(await say('called', { to: '+4915112345678' }))).toBe(200);
    const messages = [{ id: 'wamid.raw', from: '4915112340000', timestamp: String(daysAgo(0)), type: 'text' }];
    await simulator.deliverWebhook({
      body: { entry: [null, { changes: [7, { value: { messages: [null, ...messages] } }] }] },
    });
    expect(codeOf(await say('by hand', { to: '+4915112340000' }))).toBe(200);
  });
});

describe('The rates', () => {
  it('refuse the 46th message at once to one customer, unless they are off', async () => {
    simulator.changeSettings({ statuses: [] });
    const codes = (await Promise.all(Array.from({ length: 46 }, () => say('x')))).map(codeOf);
    expect(codes.filter((code) => code === 131056)).toHaveLength(1);
    expect(codeOf(await say('x', { to: '+4915112345678' }))).toBe(200);
    simulator.changeSettings({ strict: { pair: false } });
    expect(codeOf(await say('x'))).toBe(200);
  });

  it('refuse what is over the throughput of the number', async () => {
    simulator.changeSettings({ statuses: [], strict: { throughput: 1 } });
    expect([await say('1'), await say('2')].map(codeOf)).toEqual([200, 130429]);
    simulator.changeSettings({ strict: { throughput: 0 } });
    expect(codeOf(await say('3'))).toBe(200);
  });
});

describe('A reaction', () => {
  const react = (message_id: string) => send('reaction', { message_id, emoji: '👍' });

  it('reaches a message of the customer and one of ours, and is only ever sent', async () => {
    const { id } = simulator.writeAsCustomer(PHONE, { text: 'hi' });
    simulator.changeSettings({ statuses: [] });
    const ours = idOf(await say('hello'));
    simulator.changeSettings({ statuses: ['sent', 'delivered', 'read'] });
    expect([await react(id), await react(ours)].map(codeOf)).toEqual([200, 200]);
    const text = idOf(await say('afterwards'));
    const reported = (await statusesOf(5)).filter((status) => status['id'] !== text);
    expect(reported.map(({ status }) => status)).toEqual(['sent', 'sent']);
  });

  it('is refused for an unknown message, a reaction, and one older than 30 days', async () => {
    const reaction = simulator.writeAsCustomer(PHONE, { type: 'reaction', target: 'wamid.x' }).id;
    const old = simulator.writeAsCustomer(PHONE, { text: 'old', timestamp: daysAgo(31) }).id;
    for (const id of ['wamid.unknown', reaction, old]) expect(codeOf(await react(id))).toBe(131009);
  });
});

describe('A message with a medium', () => {
  it('is refused for an id the platform does not know, unless that is off', async () => {
    expect(codeOf(await send('image', { id: '123' }))).toBe(100);
    simulator.changeSettings({ strict: { mediaIds: false } });
    expect(codeOf(await send('image', { id: '123' }))).toBe(200);
  });

  it('is refused for such an id in a header and in a template too', async () => {
    const header = { type: 'image', image: { id: '123' } };
    const action = { buttons: [{ type: 'reply', reply: { id: 'a', title: 'A' } }] };
    expect(codeOf(await send('interactive', { type: 'button', header, body: { text: '?' }, action }))).toBe(100);
    const components = [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'Hi' },
    ] as const;
    simulator.setTemplates([{ name: 'a', language: 'en', components: [...components] }]);
    const filling = { components: [{ type: 'header', parameters: [header] }] };
    expect(codeOf(await send('template', { name: 'a', language: { code: 'en' }, ...filling }))).toBe(100);
  });

  it('fails later when the medium cannot be sent so', async () => {
    const mp3 = simulator.putMedium({ mimeType: 'audio/mpeg', size: 10, origin: 'uploaded' }).id;
    simulator.changeSettings({ statuses: ['sent'] });
    await send('image', { id: mp3 });
    await send('audio', { id: mp3, voice: true });
    await send('audio', { id: mp3 });
    const outcomes = (await statusesOf(3)).map(({ status, errors }) => [
      status,
      (errors as [{ code: number }] | undefined)?.[0].code,
    ]);
    expect(outcomes.toSorted()).toEqual([
      ['failed', 131053],
      ['failed', 131053],
      ['sent', undefined],
    ]);
  });
});

describe('A message to a group', () => {
  it('is in the thread of the group', async () => {
    const to = 'Y2FwaV9ncm91cDox';
    const answer = await say('hello all', { recipient_type: 'group', to });
    expect(answer.body).toMatchObject({ contacts: [{ input: to }], messages: [{ group_id: to }] });
    expect(simulator.thread(to)).toMatchObject([{ text: 'hello all' }]);
  });
});

describe('accept-twice', () => {
  it.each(['first', 'second'] as const)(
    'sends one message under two ids with one label and answers the %s',
    async (answer) => {
      simulator.armFault({ face: 'whatsapp', kind: 'accept-twice', answer });
      simulator.changeSettings({ statuses: ['sent'] });
      const answered = idOf(await say('twice', { biz_opaque_callback_data: 'row-7' }));
      const statuses = await statusesOf(2);
      const [sent] = simulator.sent();
      expect(new Set(statuses.map(({ id }) => id))).toEqual(new Set([sent?.wamid, sent?.twin]));
      expect(statuses.map((status) => status['biz_opaque_callback_data'])).toEqual(['row-7', 'row-7']);
      expect(answered).toBe(answer === 'first' ? sent?.wamid : sent?.twin);
      expect(simulator.thread(PHONE)).toHaveLength(2);
    },
  );

  it('can lose the answer to both', async () => {
    simulator.armFault({ face: 'whatsapp', kind: 'accept-twice', answer: 'reset' });
    await expect(say('twice')).rejects.toThrow('fetch failed');
    expect(simulator.thread(PHONE)).toHaveLength(2);
  });
});

describe('The list of templates', () => {
  const list = (query = '', account = '102290129340398') =>
    call('GET', `${simulator.url}/v26.0/${account}/message_templates${query}`, undefined, headers);

  it('comes with components, page by page', async () => {
    const first = await list('?limit=2&fields=name,components');
    expect(first.body['data']).toMatchObject([
      { id: expect.any(String), name: 'hello_world', components: [{}, {}, {}] },
      {},
    ]);
    expect((first.body['data'] as JsonObject[])[0]).not.toHaveProperty('language');
    const { next } = first.body['paging'] as { next: string };
    const second = await call('GET', next, undefined, headers);
    expect(second.body['data']).toMatchObject([{ name: 'appointment_reminder' }]);
    expect(second.body['paging']).not.toHaveProperty('next');
  });

  it('is filtered, is for who may see it, and can be replaced', async () => {
    expect((await list('?name=order_update')).body['data']).toMatchObject([
      { name: 'order_update', language: 'en_US', parameter_format: 'POSITIONAL' },
    ]);
    expect(codeOf(await list('', '1'))).toBe(100);
    expect(codeOf(await call('GET', `${simulator.url}/v26.0/102290129340398/message_templates`))).toBe(190);
    const put = await call('PUT', `${simulator.url}/sim/templates`, [
      { name: 'new_one', language: 'de', components: [{ type: 'BODY', text: 'Hallo {{1}}' }] },
    ]);
    expect(put.body).toMatchObject([{ name: 'new_one', status: 'APPROVED', id: expect.stringMatching(/^\d+$/) }]);
    expect(codeOf(await hello())).toBe(132001);
    expect((await call('PUT', `${simulator.url}/sim/templates`, [{ name: 'Bad Name' }])).status).toBe(400);
  });
});

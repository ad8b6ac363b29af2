import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { call, OPTIONS, startBoth, type FakeProduct } from '../product.fake.js';
import type { JsonObject } from '../records.js';
import type { Simulator } from '../simulator.js';
import { userIdOf } from './customer.js';

const PHONE = '919876543210';
let simulator: Simulator;
let product: FakeProduct;
let stop: () => Promise<void>;

beforeEach(async () => void ({ simulator, product, stop } = await startBoth()));
afterEach(() => stop());

const post = (body: unknown, { token = OPTIONS.accessToken, number = OPTIONS.phoneNumberId } = {}) =>
  call('POST', `${simulator.url}/v26.0/${number}/messages`, body, { authorization: `Bearer ${token}` });
const text = (body: string, more: JsonObject = {}) => ({
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  to: `+${PHONE}`,
  type: 'text',
  text: { body },
  ...more,
});
const idOf = (answer: { body: JsonObject }) => (answer.body['messages'] as [{ id: string }])[0].id;
const errorOf = (answer: { body: JsonObject }) => answer.body['error'] as JsonObject;
const arrived = (count: number) => vi.waitFor(() => expect(product.statuses()).toHaveLength(count), 2_000);

describe('Sending', () => {
  it("is answered with the customer's id and an opaque message id", async () => {
    const answer = await post(text('hello', { biz_opaque_callback_data: 'row-7' }));
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      messaging_product: 'whatsapp',
      contacts: [{ input: `+${PHONE}`, wa_id: PHONE }],
      messages: [{ id: expect.stringMatching(/^wamid\.[\w+/=]{40,}$/) }],
    });
    expect(simulator.sent()).toMatchObject([
      { wamid: idOf(answer), to: `+${PHONE}`, text: 'hello', label: 'row-7', status: 200, fault: null },
    ]);
  });

  it('works without plus and to a business-scoped user id', async () => {
    expect((await post(text('a', { to: PHONE }))).status).toBe(200);
    const answer = await post(text('b', { to: undefined, recipient: 'US.13491208655302741918' }));
    expect(answer.body['contacts']).toEqual([{ input: 'US.13491208655302741918', user_id: 'US.13491208655302741918' }]);
    await arrived(6);
    expect(product.statuses().at(-1)).toMatchObject({ recipient_user_id: 'US.13491208655302741918' });
    expect(product.statuses().at(-1)).not.toHaveProperty('recipient_id');
  });

  it('reaches the thread of a customer by either id', async () => {
    simulator.writeAsCustomer(PHONE, { text: 'hi' });
    await post(text('a'));
    await post(text('b', { to: undefined, recipient: userIdOf(PHONE) }));
    expect(simulator.thread(`+${PHONE}`).map((message) => message.text)).toEqual(['hi', 'a', 'b']);
  });

  it('takes other types than text', async () => {
    const image = { link: 'https://shop.example/a.jpg', caption: 'A' };
    expect((await post(text('', { type: 'image', text: undefined, image }))).status).toBe(200);
    expect(simulator.thread(PHONE)).toMatchObject([{ direction: 'outbound', type: 'image', payload: image }]);
  });

  const refusals: [
    what: string,
    status: number,
    code: number,
    body: unknown,
    caller?: { token?: string; number?: string },
  ][] = [
    ['a wrong token', 401, 190, text('x'), { token: 'another' }],
    ['an unknown number', 400, 100, text('x'), { number: '1' }],
    ['no product', 400, 131008, text('x', { messaging_product: undefined })],
    ['no address', 400, 131008, text('x', { to: undefined })],
    ['an address that is none', 400, 131009, text('x', { to: 'Bob' })],
    ['a recipient that is no user id', 400, 131009, text('x', { to: undefined, recipient: PHONE })],
    ['no text', 400, 131008, text('x', { text: undefined })],
    ['a text without body', 400, 131008, text('x', { text: {} })],
    ['an empty text', 400, 131009, text('')],
    ['a text of 4,097 characters', 400, 131009, text('x'.repeat(4_097))],
    ['a label of 513 characters', 400, 131009, text('x', { biz_opaque_callback_data: 'x'.repeat(513) })],
    ['an unknown type', 400, 100, text('x', { type: 'fax' })],
    ['an image without image', 400, 131008, text('x', { type: 'image' })],
    ['a list', 400, 100, []],
    ['no JSON', 400, 100, '{"broken'],
  ];
  it.each(refusals)('is refused for %s: %i, code %i', async (_what, status, code, body, caller) => {
    const answer = await post(body, caller);
    expect(answer.status).toBe(status);
    expect(errorOf(answer)).toMatchObject({ code, message: expect.any(String), fbtrace_id: expect.any(String) });
    expect(simulator.sent()).toEqual([]);
    expect(simulator.requests()).toMatchObject([{ status, code, wamid: null }]);
  });

  it('names subcode 33 for an unknown number, and says what is wrong', async () => {
    expect(errorOf(await post(text('x'), { number: '1' }))).toMatchObject({ error_subcode: 33 });
    expect(errorOf(await post(text('x', { to: undefined })))).toMatchObject({
      message: '(#131008) Required parameter is missing',
      error_data: { messaging_product: 'whatsapp', details: 'The parameter to is required.' },
    });
  });

  it('accepts 4,096 characters', async () => {
    expect((await post(text('x'.repeat(4_096)))).status).toBe(200);
  });
});

describe('Statuses', () => {
  it('are sent, delivered and read, each with label, recipient and text timestamps', async () => {
    const id = idOf(await post(text('hello', { biz_opaque_callback_data: 'row-7' })));
    await arrived(3);
    const common = { id, recipient_id: PHONE, recipient_user_id: userIdOf(PHONE), biz_opaque_callback_data: 'row-7' };
    const timestamp = expect.stringMatching(/^\d{10}$/);
    const pricing = { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' };
    const byRank = product.statuses().toSorted((a, b) => String(b['status']).localeCompare(String(a['status'])));
    expect(byRank).toEqual([
      { ...common, timestamp, status: 'sent', pricing },
      { ...common, timestamp, status: 'read' },
      { ...common, timestamp, status: 'delivered', pricing },
    ]);
    expect(product.values()[0]?.contacts).toEqual([{ wa_id: PHONE, user_id: userIdOf(PHONE) }]);
    expect(simulator.thread(PHONE)).toMatchObject([{ id, status: 'read', label: 'row-7' }]);
  });

  it('come in the order and at the pace that is set', async () => {
    simulator.changeSettings({ statuses: ['read', 'sent'], statusDelayMs: [30, 40] });
    await post(text('hello'));
    await arrived(2);
    expect(product.statuses().map(({ status }) => status)).toEqual(['read', 'sent']);
    expect((product.arrived[1]?.at ?? 0) - (product.arrived[0]?.at ?? 0)).toBeGreaterThan(20);
    expect(simulator.thread(PHONE)[0]?.status).toBe('read');
  });

  it('can be left out', async () => {
    simulator.changeSettings({ statuses: [] });
    await post(text('quiet'));
    simulator.changeSettings({ statuses: ['sent'] });
    const id = idOf(await post(text('heard')));
    await arrived(1);
    expect(product.statuses()).toMatchObject([{ id }]);
  });

  it('say failed with 131026 for a user id in `to`, and nothing reaches that customer', async () => {
    const answer = await post(text('lost', { to: 'US.13491208655302741918' }));
    expect(answer.body['contacts']).toEqual([{ input: 'US.13491208655302741918', wa_id: '13491208655302741918' }]);
    await arrived(1);
    expect(product.statuses()).toMatchObject([
      { status: 'failed', errors: [{ code: 131026, title: 'Message undeliverable' }] },
    ]);
    expect(product.values()[0]).not.toHaveProperty('contacts');
    expect(simulator.thread('US.13491208655302741918')).toEqual([]);
  });
});

describe('A read mark', () => {
  const mark = (message_id: string) =>
    post({ messaging_product: 'whatsapp', status: 'read', message_id, typing_indicator: { type: 'text' } });

  it('marks the message and those before it as read, in this thread only', async () => {
    simulator.writeAsCustomer(PHONE, { text: 'one', id: 'wamid.1' });
    simulator.writeAsCustomer(PHONE, { text: 'two', id: 'wamid.2' });
    simulator.writeAsCustomer(PHONE, { text: 'three', id: 'wamid.3' });
    simulator.writeAsCustomer('4915112345678', { text: 'other', id: 'wamid.4' });
    expect(await mark('wamid.2')).toMatchObject({ status: 200, body: { success: true } });
    expect(simulator.thread(PHONE).map(({ status }) => status)).toEqual(['read', 'read', 'delivered']);
    expect(simulator.thread('4915112345678')[0]?.status).toBe('delivered');
    expect(simulator.requests()).toMatchObject([{ kind: 'read-mark', status: 200 }]);
    expect(simulator.sent()).toEqual([]);
  });

  it('is refused for what no customer wrote', async () => {
    const sent = idOf(await post(text('ours')));
    for (const id of [sent, 'wamid.unknown']) {
      const answer = await mark(id);
      expect([answer.status, errorOf(answer)['code']]).toEqual([400, 131009]);
    }
    expect(errorOf(await post({ messaging_product: 'whatsapp', status: 'read' }))['code']).toBe(131008);
  });

  it('works for a message of a hand-made webhook', async () => {
    const messages = [{ id: 'wamid.a/b=', from: PHONE, type: 'text' }];
    await simulator.deliverWebhook({ body: { entry: [{ changes: [{ value: { messages } }] }] } });
    expect((await mark('wamid.a/b=')).status).toBe(200);
  });
});

describe('A fault on sending', () => {
  const waiting = (body: unknown) => {
    const abort = new AbortController();
    const answer = fetch(`${simulator.url}/v26.0/${OPTIONS.phoneNumberId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${OPTIONS.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: abort.signal,
    });
    return { abort, answer };
  };

  it('error answers with this status, code and hint, as often as asked', async () => {
    simulator.armFault({ face: 'whatsapp', kind: 'error', status: 400, code: 131056, retryAfter: 4, times: 2 });
    const answers = [await post(text('1')), await post(text('2')), await post(text('3'))];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 200]);
    expect(answers[0]?.headers.get('retry-after')).toBe('4');
    expect(answers[0]?.body).toMatchObject({ error: { code: 131056, message: '(#131056) Pair rate limit hit' } });
    expect(simulator.sent().map((sent) => sent.text)).toEqual(['3']);
    expect(simulator.faults()).toMatchObject([{ fired: 2, remaining: 0 }]);
    expect(simulator.overview().faultsFired).toEqual({ 'whatsapp/error': 2 });
  });

  it('hits only the customer and the words it is meant for', async () => {
    const fault = { face: 'whatsapp', kind: 'error', status: 500, code: 131000 } as const;
    simulator.armFault({ ...fault, match: { phone: '4915112345678' } });
    simulator.armFault({ ...fault, match: { text: 'parcel' } });
    expect((await post(text('hello'))).status).toBe(200);
    expect((await post(text('your parcel'))).status).toBe(500);
    expect((await post(text('hello', { to: '+4915112345678' }))).status).toBe(500);
  });

  it('leaves read marks alone unless it is meant for them', async () => {
    simulator.writeAsCustomer(PHONE, { text: 'hi', id: 'wamid.1' });
    const mark = { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.1' };
    simulator.armFault({ face: 'whatsapp', kind: 'error', status: 500, code: 131000 });
    expect((await post(mark)).status).toBe(200);
    simulator.armFault({ face: 'whatsapp', kind: 'error', status: 500, code: 131000, on: 'read-mark' });
    expect((await post(mark)).status).toBe(500);
    expect((await post(text('hi'))).status).toBe(500);
  });

  it('reset-before-read breaks the connection and accepts nothing', async () => {
    simulator.armFault({ face: 'whatsapp', kind: 'reset-before-read' });
    await expect(waiting(text('x')).answer).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(simulator.sent()).toEqual([]);
    expect(simulator.requests()).toMatchObject([{ fault: 'reset-before-read', status: null, wamid: null }]);
  });

  it('accept-then-reset breaks the connection although the message goes out', async () => {
    simulator.armFault({ face: 'whatsapp', kind: 'accept-then-reset' });
    const lost = waiting(text('x', { biz_opaque_callback_data: 'row-9' }));
    await expect(lost.answer).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    await arrived(3);
    expect(product.statuses()[0]).toMatchObject({ id: simulator.sent()[0]?.wamid, biz_opaque_callback_data: 'row-9' });
  });

  it.each(['accept-then-silence', 'silence'] as const)('%s never answers', async (kind) => {
    simulator.armFault({ face: 'whatsapp', kind });
    const { abort, answer } = waiting(text('x'));
    const ended = answer.catch((error: unknown) => error);
    await vi.waitFor(() => expect(simulator.requests()).toHaveLength(1));
    expect((await post(text('next'))).status).toBe(200);
    expect(simulator.requests()[0]?.status).toBeNull();
    abort.abort();
    expect(await ended).toMatchObject({ name: 'AbortError' });
    const accepted = kind === 'silence' ? ['next'] : ['x', 'next'];
    expect(simulator.sent().map((sent) => sent.text)).toEqual(accepted);
    await arrived(3 * accepted.length);
  });

  it('slow accepts at once and answers late', async () => {
    simulator.armFault({ face: 'whatsapp', kind: 'slow', ms: 150 });
    const begun = performance.now();
    const { answer } = waiting(text('x'));
    await arrived(3);
    expect(simulator.requests()[0]).toMatchObject({ status: null, wamid: expect.any(String) });
    expect((await answer).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(145);
  });

  it('server-error-without-body says 500 and nothing more', async () => {
    simulator.armFault({ face: 'whatsapp', kind: 'server-error-without-body' });
    expect(await post(text('x'))).toMatchObject({ status: 500, body: null });
    expect(simulator.sent()).toEqual([]);
  });

  it('accept-then-fail reports failed with this code instead of the usual statuses', async () => {
    simulator.armFault({ face: 'whatsapp', kind: 'accept-then-fail', code: 131047, message: 'More than 24 hours' });
    expect((await post(text('late'))).status).toBe(200);
    await arrived(1);
    const errors = [{ code: 131047, title: 'Re-engagement message', error_data: { details: 'More than 24 hours' } }];
    expect(product.statuses()).toMatchObject([{ status: 'failed', recipient_id: PHONE, errors }]);
    expect(simulator.thread(PHONE)[0]?.status).toBe('failed');
  });
});

import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { metaJson, signatureOf } from './meta-json.js';
import { OPTIONS, startBoth, type FakeProduct } from './product.fake.js';
import type { Simulator } from './simulator.js';

const PHONE = '919876543210';
let simulator: Simulator;
let product: FakeProduct;
let stop: () => Promise<void>;

beforeEach(async () => void ({ simulator, product, stop } = await startBoth()));
afterEach(() => stop());

const settled = () => vi.waitFor(() => expect(simulator.overview().counts['openDeliveries']).toBe(0), 5_000);

describe("Meta's JSON", () => {
  it('escapes everything outside ASCII in lower-case hex, and slashes', () => {
    expect(metaJson({ text: 'ä/€ 😀 \u2028', key: 'plain\n"quoted"' })).toBe(
      String.raw`{"text":"\u00e4\/\u20ac \ud83d\ude00 \u2028","key":"plain\n\"quoted\""}`,
    );
  });

  it('is signed over exactly these bytes (digest computed with openssl)', () => {
    expect(signatureOf(metaJson({ text: 'ä/€' }), 'a secret')).toBe(
      'sha256=2799c098642f59a28de4de7b8906c76c3c7899b266da05809c8954dcf3ed6bc7',
    );
  });
});

describe('A webhook', () => {
  it('carries what the customer wrote, in pure ASCII, with a signature over the bytes on the wire', async () => {
    const { id } = simulator.writeAsCustomer(PHONE, { text: 'Grüße 😀 a/b', name: 'Zoë', timestamp: 1_700_000_000 });
    await settled();
    const [{ bytes, signature } = expect.fail('nothing arrived')] = product.arrived;
    expect(bytes.every((byte) => byte < 0x80)).toBe(true);
    expect(bytes.toString()).toContain(String.raw`Gr\u00fc\u00dfe \ud83d\ude00 a\/b`);
    expect(signature).toBe(`sha256=${createHmac('sha256', OPTIONS.appSecret).update(bytes).digest('hex')}`);
    expect(JSON.stringify(JSON.parse(bytes.toString()))).not.toBe(bytes.toString());
    expect(product.values()[0]).toEqual({
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '15550100001', phone_number_id: OPTIONS.phoneNumberId },
      contacts: [{ profile: { name: 'Zoë' }, wa_id: PHONE, user_id: expect.stringMatching(/^US\.\d{20}$/) }],
      messages: [
        {
          from: PHONE,
          from_user_id: expect.stringMatching(/^US\.\d{20}$/),
          id,
          timestamp: '1700000000',
          type: 'text',
          text: { body: 'Grüße 😀 a/b' },
        },
      ],
    });
  });

  it('of a customer whose phone is hidden names only the business-scoped user id', async () => {
    simulator.writeAsCustomer('CO.13491208655302741918', { text: 'hola' });
    await settled();
    const [value] = product.values();
    expect(value?.contacts).toEqual([{ user_id: 'CO.13491208655302741918' }]);
    expect(value?.messages?.[0]).toMatchObject({ from_user_id: 'CO.13491208655302741918' });
    expect(value?.messages?.[0]).not.toHaveProperty('from');
  });

  it('can be of any type', async () => {
    simulator.writeAsCustomer(PHONE, { type: 'image', payload: { id: '42', mime_type: 'image/jpeg' } });
    await settled();
    expect(product.values()[0]?.messages?.[0]).toMatchObject({ type: 'image', image: { id: '42' } });
    expect(simulator.thread(PHONE)[0]).toMatchObject({ type: 'image', text: null, payload: { id: '42' } });
  });

  it('is repeated with growing pauses until the product answers 200, byte for byte the same', async () => {
    simulator.changeSettings({ webhookFirstPauseMs: 20, webhookLongestPauseMs: 60 });
    product.answers = [503, 202, 302, 500];
    simulator.writeAsCustomer(PHONE, { text: 'hi' });
    await settled();
    expect(product.arrived).toHaveLength(5);
    expect(new Set(product.arrived.map(({ bytes }) => bytes.toString())).size).toBe(1);
    const [delivery] = simulator.deliveries();
    expect(delivery).toMatchObject({ kind: 'message', customer: PHONE, state: 'delivered', lastStatus: 200 });
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([503, 202, 302, 500, 200]);
    const pauses = product.arrived.slice(1).map(({ at }, index) => at - (product.arrived[index]?.at ?? 0));
    for (const [index, least] of [20, 40, 60, 60].entries()) expect(pauses[index]).toBeGreaterThanOrEqual(least - 1);
    expect(pauses[3]).toBeLessThan(160);
  });

  it('without an answer in time has failed and is repeated', async () => {
    simulator.changeSettings({ webhookTimeoutMs: 30 });
    product.answers = [0];
    simulator.writeAsCustomer(PHONE, { text: 'hi' });
    await settled();
    expect(simulator.deliveries()[0]?.attempts).toMatchObject([
      { status: null, error: 'no answer within 30 ms' },
      { status: 200, error: null },
    ]);
  });

  it('is given up after the last try', async () => {
    simulator.changeSettings({ webhookTries: 3 });
    product.answers = [500, 500, 500, 200];
    simulator.writeAsCustomer(PHONE, { text: 'hi' });
    await settled();
    expect(simulator.deliveries()[0]).toMatchObject({ state: 'given-up', lastStatus: 500 });
    expect(product.arrived).toHaveLength(3);
  });

  it('finds the product once its address is set', async () => {
    const url = simulator.webhookUrl;
    simulator.webhookUrl = undefined;
    simulator.writeAsCustomer(PHONE, { text: 'hi' });
    await vi.waitFor(() => expect(simulator.deliveries()[0]?.attempts[0]?.error).toBe('no webhookUrl is set'));
    simulator.webhookUrl = url;
    await settled();
    expect(product.arrived).toHaveLength(1);
  });

  it('is sent with no more than so many others at a time', async () => {
    simulator.changeSettings({ webhookConcurrency: 3 });
    for (let count = 0; count < 30; count++) simulator.writeAsCustomer(`49${1_000_000 + count}`, { text: 'hi' });
    await settled();
    expect(product.arrived).toHaveLength(30);
    expect(product.mostOpen).toBe(3);
  });

  it('goes out several times side by side when a duplicate is asked for', async () => {
    simulator.armFault({ face: 'webhook', kind: 'duplicate', times: 2, copies: 4, match: { phone: `+${PHONE}` } });
    simulator.writeAsCustomer('4915112345678', { text: 'another customer' });
    for (const text of ['one', 'two', 'three']) simulator.writeAsCustomer(PHONE, { text });
    await settled();
    const texts = product.values().map(({ messages }) => messages?.[0]?.['text']);
    const bodies = texts.map((text) => (text as { body: string }).body);
    expect(bodies.toSorted()).toEqual(['another customer', ...Array(4).fill('one'), 'three', ...Array(4).fill('two')]);
    expect(product.mostOpen).toBeGreaterThanOrEqual(4);
    expect(simulator.overview().faultsFired).toEqual({ 'webhook/duplicate': 2 });
  });

  it('is forgotten by a reset, also while it waits for its repeat', async () => {
    simulator.changeSettings({ webhookFirstPauseMs: 100 });
    product.answers = [500];
    simulator.writeAsCustomer(PHONE, { text: 'lost' });
    await vi.waitFor(() => expect(simulator.deliveries()[0]?.lastStatus).toBe(500));
    simulator.reset();
    simulator.changeSettings({ webhookFirstPauseMs: 0, webhookLongestPauseMs: 200 });
    product.answers = [500, 500];
    simulator.writeAsCustomer(PHONE, { text: 'kept' });
    await settled();
    const texts = product.values().map(({ messages }) => messages?.[0]?.['text']);
    expect(texts).toEqual(['lost', 'kept', 'kept', 'kept'].map((body) => ({ body })));
  });

  it('is not repeated when it was open at the reset', async () => {
    simulator.changeSettings({ webhookTimeoutMs: 400 });
    product.answers = [0];
    simulator.writeAsCustomer(PHONE, { text: 'lost' });
    await vi.waitFor(() => expect(product.arrived).toHaveLength(1));
    simulator.reset();
    simulator.changeSettings({ webhookFirstPauseMs: 0 });
    await settled();
    expect(product.arrived).toHaveLength(1);
    expect(simulator.deliveries()).toEqual([]);
  });
});

describe('A hand-made webhook', () => {
  it('goes out as it is, so many times, and returns what the product answered', async () => {
    product.answers = [200, 401, 503];
    const result = await simulator.deliverWebhook({ body: { object: 'ü/' }, times: 4 });
    expect(result).toEqual({ statuses: [200, 401, 503, 200] });
    expect(product.arrived.map(({ bytes }) => bytes.toString())).toEqual(
      Array(4).fill(String.raw`{"object":"\u00fc\/"}`),
    );
  });

  it('goes out side by side when asked to', async () => {
    const { statuses } = await simulator.deliverWebhook({ body: {}, times: 20, concurrently: 5 });
    expect(statuses).toEqual(Array(20).fill(200));
    expect(product.mostOpen).toBe(5);
  });

  it('may be no JSON, and have a wrong or no signature', async () => {
    await simulator.deliverWebhook({ body: '{"broken', signature: 'wrong' });
    await simulator.deliverWebhook({ body: '{"broken', signature: 'missing' });
    const right = createHmac('sha256', OPTIONS.appSecret).update('{"broken').digest('hex');
    expect(product.arrived.map(({ bytes }) => bytes.toString())).toEqual(['{"broken', '{"broken']);
    expect(product.arrived[0]?.signature).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(product.arrived[0]?.signature).not.toBe(`sha256=${right}`);
    expect(product.arrived[1]?.signature).toBeUndefined();
  });

  it('without an answer counts as null', async () => {
    simulator.changeSettings({ webhookTimeoutMs: 20 });
    product.answers = [0];
    expect(await simulator.deliverWebhook({ body: {} })).toEqual({ statuses: [null] });
  });
});

describe('The handshake', () => {
  it('is verified when the product echoes the challenge, and only then', async () => {
    expect(await simulator.verifyWebhook()).toEqual({ verified: true });
    simulator.webhookUrl = `${simulator.url}/sim`;
    expect(await simulator.verifyWebhook()).toEqual({ verified: false });
    simulator.webhookUrl = undefined;
    expect(await simulator.verifyWebhook()).toEqual({ verified: false });
  });
});

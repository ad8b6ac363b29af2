import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { call, OPTIONS, startBoth, type FakeProduct } from './product.fake.js';
import { startSimulator, type Simulator } from './simulator.js';

const PHONE = '919876543210';
let simulator: Simulator;
let product: FakeProduct;
let stop: () => Promise<void>;

beforeEach(async () => void ({ simulator, product, stop } = await startBoth()));
afterEach(() => stop());
afterEach(() => vi.unstubAllEnvs());

const control = (method: string, path: string, body?: unknown) => call(method, `${simulator.url}/sim${path}`, body);

describe('The simulator', () => {
  it('refuses to start in production', async () => {
    vi.stubEnv('ENVIRONMENT', 'production');
    await expect(startSimulator({ ...OPTIONS, webhookUrl: undefined })).rejects.toThrow('does not start in production');
  });

  it('listens on loopback only and says so in its address', () => {
    expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('stops although a caller waits for an answer, and drops what is on its way', async () => {
    simulator.armFault({ face: 'gemini', kind: 'hang' });
    const body = { contents: [{ parts: [{ text: 'hi' }] }] };
    const headers = { 'x-goog-api-key': 'k' };
    const waiting = call('POST', `${simulator.url}/v1beta/models/m:generateContent`, body, headers);
    const ended = waiting.catch((error: unknown) => error);
    await vi.waitFor(() => expect(simulator.modelCalls()).toHaveLength(1));
    const begun = performance.now();
    await simulator.stop();
    expect(await ended).toMatchObject({ message: 'fetch failed' });
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});

describe('The control over HTTP', () => {
  it('plays a whole exchange', async () => {
    const written = await control('POST', `/customers/+${PHONE}/messages`, { text: 'hi', name: 'Ann', id: 'wamid.x' });
    expect(written).toMatchObject({ status: 200, body: { id: 'wamid.x' } });
    const headers = { authorization: `Bearer ${OPTIONS.accessToken}` };
    const message = { messaging_product: 'whatsapp', to: `+${PHONE}`, text: { body: 'hello' } };
    await call('POST', `${simulator.url}/v26.0/${OPTIONS.phoneNumberId}/messages`, message, headers);
    await vi.waitFor(() => expect(product.arrived).toHaveLength(4));
    const thread = await control('GET', `/customers/${PHONE}/messages`);
    expect(thread.body).toMatchObject([
      { id: 'wamid.x', direction: 'inbound', text: 'hi', receivedAt: expect.any(Number) },
      { direction: 'outbound', text: 'hello', status: 'read', label: null },
    ]);
    expect((await control('GET', '/sent')).body).toMatchObject([{ to: `+${PHONE}`, text: 'hello' }]);
    expect((await control('GET', '/requests?last=1')).body).toHaveLength(1);
    expect((await control('GET', '/deliveries?last=2')).body).toHaveLength(2);
    expect((await control('GET', '')).body).toMatchObject({
      counts: { customers: 1, sent: 1, requests: 1, modelCalls: 0, deliveries: 4, openDeliveries: 0 },
      faultsFired: {},
    });
    expect((await control('POST', '/reset')).body).toMatchObject({ counts: { customers: 0, sent: 0, deliveries: 0 } });
    expect((await control('GET', `/customers/${PHONE}/messages`)).body).toEqual([]);
  });

  it('takes the same message twice as a redelivery, not as two messages', async () => {
    for (const text of ['first', 'second'])
      await control('POST', `/customers/${PHONE}/messages`, { text, id: 'wamid.x' });
    await vi.waitFor(() => expect(product.arrived).toHaveLength(2));
    expect(simulator.thread(PHONE).map(({ text }) => text)).toEqual(['first']);
  });

  it('delivers hand-made webhooks and shakes hands', async () => {
    product.answers = [401];
    const raw = await control('POST', '/webhooks', { body: { a: 1 }, times: 2, signature: 'wrong' });
    expect(raw.body).toEqual({ statuses: [401, 200] });
    expect((await control('POST', '/verification')).body).toEqual({ verified: true });
  });

  it('arms, lists and disarms faults', async () => {
    const armed = await control('POST', '/faults', { face: 'whatsapp', kind: 'silence', times: 3 });
    expect(armed).toMatchObject({ status: 200, body: { id: 1, fired: 0, remaining: 3 } });
    expect((await control('GET', '/faults')).body).toHaveLength(1);
    expect((await control('DELETE', '/faults')).body).toEqual([]);
    expect(simulator.faults()).toEqual([]);
  });

  it('changes the settings that are named and keeps the others', async () => {
    const changed = await control('PUT', '/settings', { statuses: ['sent'], modelLatencyMs: [1, 2] });
    expect(changed.body).toMatchObject({ statuses: ['sent'], modelLatencyMs: [1, 2], statusDelayMs: 1 });
    expect((await control('GET', '/settings')).body).toEqual(changed.body);
    simulator.reset();
    const { statuses, webhookUrl } = simulator.settings();
    expect([statuses, webhookUrl]).toEqual([['sent', 'delivered', 'read'], simulator.webhookUrl]);
    expect(webhookUrl).toMatch(/^http/);
  });

  it.each([
    ['POST', '/customers/Bob/messages', { text: 'hi' }, 'address must be a phone number'],
    ['POST', `/customers/${PHONE}/messages`, {}, 'text is required'],
    ['POST', `/customers/${PHONE}/messages`, { text: 'hi', colour: 'red' }, 'colour'],
    ['POST', `/customers/${PHONE}/messages`, { text: 7 }, 'text'],
    ['POST', '/customers/1234567/messages', undefined, 'text is required'],
    ['POST', '/webhooks', {}, 'body is required'],
    ['POST', '/webhooks', { body: {}, times: 0 }, 'times'],
    ['POST', '/faults', { face: 'whatsapp', kind: 'sulk' }, 'kind'],
    ['POST', '/faults', { face: 'gemini', kind: 'hang', match: { phone: PHONE } }, 'phone'],
    ['PUT', '/settings', { statuses: ['lost'] }, 'statuses'],
    ['PUT', '/settings', { webhookUrl: 'ftp://x' }, 'webhookUrl must be an http:// address'],
    ['PUT', '/settings', { patience: 1 }, 'patience'],
    ['GET', '/sent?last=none', undefined, 'last'],
    ['POST', '/faults', '{"broken', 'JSON'],
  ])('answers 400 that says what is wrong: %s %s %j', async (method, path, body, says) => {
    const answer = await control(method, path, body);
    expect(answer).toMatchObject({ status: 400, body: { statusCode: 400, error: 'Bad Request' } });
    expect(String(answer.body['message'])).toContain(says);
  });
});

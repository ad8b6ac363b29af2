import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TemplateInput } from '../sim/whatsapp/templates/template.js';
import { exchange, messagesOf, newPhone, settled, write } from './support/conversation.js';
import { lastPrompt, listed } from './support/inbound.js';
import { type Answer, eventually, startSystem, type TestSystem } from './support/system.js';
import { deliver } from './support/webhook-body.js';

const ORDER = { name: 'order_update', language: 'en_US' };
const VARIABLES = { 'body.1': 'Ann', 'body.2': '4711', 'button.0.1': '4711' };
const ORDER_WORDS = 'Hello Ann, your order 4711 is on its way.\n[Track it] https://shop.example/orders/4711';
const notice = (name: string, more: Partial<TemplateInput> = {}): TemplateInput => ({
  name,
  language: 'en',
  components: [{ type: 'BODY', text: `This is ${name}` }],
  ...more,
});

describe('Templates', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());
  afterEach(() => system.simulator.disarmFaults());

  const say = (phone: string, body: object, headers = {}): Promise<Answer> =>
    system.call('POST', '/api/v1/operator-message', { phone, ...body }, headers);
  /** A customer whose window has closed. */
  const silentFor25Hours = async (): Promise<string> => {
    const phone = newPhone();
    await exchange(system, phone, 'long ago');
    await system.rows(`update conversation set window_expires_at = now() - interval '1 hour' where phone = $1`, [
      phone,
    ]);
    expect((await say(phone, { message: 'free text' })).status).toBe(409);
    return phone;
  };
  const templatesChanged = (): Promise<unknown> => {
    const value = { event: 'APPROVED', message_template_id: 1, message_template_name: 'x', reason: null };
    const change = { field: 'message_template_status_update', value: { ...value, at: Date.now() } };
    return deliver(system, { object: 'whatsapp_business_account', entry: [{ id: '1', time: 1, changes: [change] }] });
  };

  it('are listed with their text and what has to be filled in', async () => {
    const { status, body } = await system.call('GET', '/api/v1/templates');
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['items', 'fetched_at']);
    expect((body['items'] as object[])[1]).toEqual({
      ...ORDER,
      category: 'UTILITY',
      status: 'APPROVED',
      header: null,
      body: 'Hello {{1}}, your order {{2}} is on its way.',
      footer: null,
      buttons: [{ type: 'URL', text: 'Track it', url: 'https://shop.example/orders/{{1}}' }],
      variables: [{ name: 'body.1', example: 'Ann' }, { name: 'body.2', example: '4711' }, { name: 'button.0.1' }],
      unsupported: [],
    });
  });

  it('reach a customer outside the 24-hour window, and are read by people and assistant as the customer saw them', async () => {
    const phone = await silentFor25Hours();
    const answer = await say(phone, { template: { ...ORDER, variables: VARIABLES } });
    expect(answer).toMatchObject({ status: 200, body: { status: 'success' } });
    expect(system.simulator.requests().at(-1)?.body).toMatchObject({
      type: 'template',
      template: {
        name: 'order_update',
        language: { code: 'en_US' },
        components: [
          {
            type: 'body',
            parameters: [
              { type: 'text', text: 'Ann' },
              { type: 'text', text: '4711' },
            ],
          },
          { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '4711' }] },
        ],
      },
    });
    expect((await listed(system, phone))[0]).toMatchObject({ kind: 'template', message_text: ORDER_WORDS });
    await write(system, phone, `what did ${phone} get`);
    await settled(system, phone);
    expect(lastPrompt(system, `what did ${phone} get`)).toContain(ORDER_WORDS);
  });

  it('are filled in by name, below a file', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'hello');
    const variables = { 'header.day': 'Monday', 'body.time': '10:30', 'body.customer_name': 'Ann' };
    const reminder = { name: 'appointment_reminder', language: 'en', variables };
    expect((await say(phone, { template: reminder })).status).toBe(200);
    system.simulator.setTemplates([
      notice('with_picture', {
        components: [
          { type: 'HEADER', format: 'IMAGE' },
          { type: 'BODY', text: 'Look' },
        ],
      }),
    ]);
    await templatesChanged();
    const link = 'https://cdn.example.com/a.png';
    const answer = await say(phone, {
      template: { name: 'with_picture', language: 'en' },
      media: { type: 'image', link },
    });
    expect(answer.status).toBe(200);
    expect((await listed(system, phone))[0]).toMatchObject({
      kind: 'template',
      message_text: 'Look',
      media_info: { link },
    });
  });

  it('are refused with every field that does not fit, before anything is sent (P10)', async () => {
    system.simulator.setTemplates([
      { ...notice('order_update'), language: 'en_US', components: [{ type: 'BODY', text: '{{1}} {{2}}' }] },
      notice('asleep', { status: 'PAUSED' }),
    ]);
    await templatesChanged();
    const phone = newPhone();
    await exchange(system, phone, 'hello');
    const refused = async (template: object): Promise<unknown> => (await say(phone, { template })).body['message'];
    expect(await refused({ ...ORDER, variables: { 'body.1': 'x', 'body.3': 'x' } })).toEqual([
      'template.variables.body.2 is missing',
      'template.variables.body.3 is not in the template',
    ]);
    expect(await refused({ ...ORDER, name: 'nobody' })).toEqual([
      'template.name must be a template of the account: there is no nobody',
    ]);
    expect(await refused({ ...ORDER, language: 'de' })).toEqual([
      'template.language must be one in which order_update exists (en_US), not de',
    ]);
    expect(await refused({ name: 'asleep', language: 'en' })).toEqual([
      'template.name is PAUSED at WhatsApp: only an approved template can be sent',
    ]);
    expect(await messagesOf(system, phone)).toHaveLength(2);
  });

  it('are refused to a customer who has opted out, whose questions are answered all the same', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'STOP');
    system.simulator.setTemplates([notice('news')]);
    await templatesChanged();
    const answer = await say(phone, { template: { name: 'news', language: 'en' } });
    expect(answer.body).toEqual({
      statusCode: 409,
      error: 'Conflict',
      message: 'The customer has opted out: no template may be sent until they take it back',
    });
    expect((await say(phone, { message: 'As you wish' })).status).toBe(200);
  });

  it('are read page by page, and anew when WhatsApp says that they changed', async () => {
    const names = Array.from({ length: 450 }, (_, at) => `template_${at}`);
    system.simulator.setTemplates(names.map((name) => notice(name)));
    const namesListed = async (): Promise<string[]> =>
      ((await system.call('GET', '/api/v1/templates')).body['items'] as { name: string }[]).map(({ name }) => name);
    expect(await namesListed()).not.toEqual(names);
    await templatesChanged();
    await eventually('all are listed', async () => (await namesListed()).length === names.length);
    expect(await namesListed()).toEqual(names);
  });

  it('in doubt are not sent again by themselves (P5)', async () => {
    system.simulator.setTemplates([notice('once')]);
    await templatesChanged();
    const phone = newPhone();
    await exchange(system, phone, 'hello');
    system.simulator.changeSettings({ statuses: [] });
    system.simulator.armFault({ face: 'whatsapp', kind: 'accept-then-reset', match: { phone: `+${phone}` } });
    const answer = await say(phone, { template: { name: 'once', language: 'en' } });
    expect(answer.body).toMatchObject({ delivery: 'unconfirmed' });
    await system.rows(`update message set due_at = now() - interval '1 minute' where status = 'unconfirmed'`);
    const free = newPhone();
    await exchange(system, free, 'hello');
    system.simulator.armFault({ face: 'whatsapp', kind: 'accept-then-reset', match: { phone: `+${free}` } });
    expect((await say(free, { message: 'free text' })).body).toMatchObject({ delivery: 'unconfirmed' });
    await system.rows(`update message set due_at = now() - interval '1 minute' where status = 'unconfirmed'`);
    const sentTo = (to: string): number => system.simulator.requests().filter((one) => one.to === `+${to}`).length;
    await eventually('free text goes out once more', () => sentTo(free) === 3);
    expect(sentTo(phone)).toBe(2);
    expect((await messagesOf(system, phone)).at(-1)).toMatchObject({ status: 'unconfirmed' });
    system.simulator.changeSettings({ statuses: ['sent', 'delivered', 'read'] });
  });
});

describe('Templates of an account that is not set', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ WHATSAPP_BUSINESS_ACCOUNT_ID: '' });
  });
  afterAll(() => system.stop());

  it('cannot be listed, which is said, and are checked by WhatsApp alone', async () => {
    expect((await system.call('GET', '/api/v1/templates')).body).toEqual({
      statusCode: 409,
      error: 'Conflict',
      message: 'Templates cannot be listed: WHATSAPP_BUSINESS_ACCOUNT_ID is not set',
    });
    const phone = newPhone();
    await exchange(system, phone, 'hello');
    const say = (template: object): Promise<Answer> =>
      system.call('POST', '/api/v1/operator-message', { phone, template });
    expect((await say({ ...ORDER, variables: VARIABLES })).status).toBe(200);
    expect((await listed(system, phone))[0]).toMatchObject({ kind: 'template', message_text: null });
    expect(await say({ name: 'nobody', language: 'en' })).toMatchObject({ status: 502, body: { code: 132_001 } });
  });
});

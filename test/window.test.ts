import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callsAbout, conversationOf, exchange, messagesOf, newPhone, settled, write } from './support/conversation.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';
import { deliver, statusOf, textFrom, webhook } from './support/webhook-body.js';

const TEMPLATES = '/api/v1/templates';

describe.concurrent('The 24-hour window', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const requestsTo = (phone: string) => system.simulator.requests().filter(({ to }) => to === `+${phone}`);
  const say = (phone: string, message: string) => system.call('POST', '/api/v1/operator-message', { phone, message });
  const closeIn = (phone: string, seconds: number) =>
    system.rows(
      `update conversation set window_expires_at = clock_timestamp() + $2 * interval '1 second' where phone = $1`,
      [phone, seconds],
    );
  /** A customer who was answered; the window is open. */
  const answered = async (): Promise<string> => {
    const phone = newPhone();
    await exchange(system, phone, 'a question');
    return phone;
  };
  const handedOver = (phone: string) =>
    eventually('a person is asked for', async () => (await conversationOf(system, phone)).owner === 'waiting', 20_000);

  it('is counted from the message, and after it an operator is told the way forward', async () => {
    const phone = newPhone();
    const old = textFrom(phone, 'long ago', {}, 25 * 3_600);
    expect(await deliver(system, webhook(system, { messages: [old] }))).toBe(200);
    await handedOver(phone);
    const { window_expires_at } = await conversationOf(system, phone);
    const { status, body } = await say(phone, 'Still there?');
    expect({ status, body }).toEqual({
      status: 409,
      body: {
        statusCode: 409,
        error: 'Conflict',
        message: `The 24-hour window is closed: until the customer writes, only a template may be sent (${TEMPLATES} lists them)`,
        window_expires_at: window_expires_at?.toISOString(),
        templates: TEMPLATES,
      },
    });
    expect(requestsTo(phone)).toHaveLength(0);
  });

  it('is closed half a minute early, because the platform has its own clock', async () => {
    const phone = await answered();
    await closeIn(phone, 33);
    expect((await say(phone, 'In time')).status).toBe(200);
    await closeIn(phone, 29);
    expect((await say(phone, 'At the edge')).status).toBe(409);
    expect(answersTo(system, phone)).toHaveLength(2);
  });

  it("sends the assistant's answer to a person when it closes over it, with the words that were not sent", async () => {
    const phone = newPhone();
    const words = 'what does it cost in blue';
    system.simulator.armFault({ face: 'gemini', kind: 'slow', ms: 1_500, match: { text: words } });
    await write(system, phone, words);
    await eventually('the model thinks', () => callsAbout(system, words).length === 1);
    await closeIn(phone, 10);
    await handedOver(phone);
    const [row] = (await messagesOf(system, phone)).slice(-1);
    expect(row).toMatchObject({ sender_type: 'ai', status: 'failed', error: { code: 131_047 } });
    expect((await conversationOf(system, phone)).handoff).toMatchObject({
      reason: 'window_closed',
      tried: `Not sent: ${row?.message_text}`,
      next_step: expect.stringContaining('template'),
    });
    expect(requestsTo(phone)).toHaveLength(0);
  });

  it.each([
    ['in the answer', { kind: 'error', status: 400 }],
    ['in a failed status', { kind: 'accept-then-fail' }],
  ] as const)('is closed by the platform %s: the assistant gives way, and the next call is spared', async (_, how) => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'whatsapp', ...how, code: 131_047, match: { phone } });
    await write(system, phone, 'a late question');
    await handedOver(phone);
    const { handoff, window_expires_at } = await conversationOf(system, phone);
    expect(handoff).toMatchObject({ reason: 'window_closed', tried: expect.stringContaining('a late question') });
    expect(window_expires_at?.getTime()).toBeLessThanOrEqual(Date.now());
    expect((await messagesOf(system, phone)).at(-1)).toMatchObject({ sender_type: 'ai', status: 'failed' });

    expect((await say(phone, 'And now?')).body).toMatchObject({ statusCode: 409, templates: TEMPLATES });
    expect(requestsTo(phone)).toHaveLength(1);

    await exchange(system, phone, 'here I am again');
    expect((await say(phone, 'Welcome back')).status).toBe(200);
  });

  it('that the platform finds closed is the same to an operator as one that we do', async () => {
    const phone = await answered();
    const match = { text: 'too late' };
    system.simulator.armFault({ face: 'whatsapp', kind: 'error', status: 400, code: 131_047, match });
    expect((await say(phone, 'too late')).body).toMatchObject({ statusCode: 409, templates: TEMPLATES });
    expect((await messagesOf(system, phone)).at(-1)).toMatchObject({ status: 'failed', error: { code: 131_047 } });
  });

  it('stays open when the customer has written since the message that came too late', async () => {
    const phone = await answered();
    const { external_id } = (await messagesOf(system, phone)).at(-1) ?? {};
    await exchange(system, phone, 'something newer');
    const { window_expires_at: before } = await conversationOf(system, phone);
    await system.rows(`update message set status = 'sent' where external_id = $1`, [external_id]);
    const failed = statusOf(external_id ?? '', 'failed', { errors: [{ code: 131_047 }] });
    expect(await deliver(system, webhook(system, { statuses: [failed] }))).toBe(200);
    await handedOver(phone);
    expect((await conversationOf(system, phone)).window_expires_at).toEqual(before);
  });

  it('does not concern templates', async () => {
    const phone = await answered();
    await closeIn(phone, -3_600);
    system.simulator.setTemplates([{ name: 'hello', language: 'en', components: [{ type: 'BODY', text: 'Hello' }] }]);
    const template = { name: 'hello', language: 'en' };
    const { status } = await system.call('POST', '/api/v1/operator-message', { phone, template });
    expect(status).toBe(200);
    expect(requestsTo(phone).at(-1)).toMatchObject({ type: 'template', status: 200 });
    await settled(system, phone);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  callsAbout,
  conversationOf,
  exchange,
  messagesOf,
  newPhone,
  quiet,
  settled,
  turnsOf,
  write,
} from './support/conversation.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';

describe('A turn', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ LINK_HOSTS: 'shop.example' });
  });
  afterAll(() => system.stop());

  it('records which process ran it and which model answered, in how many calls and with how many tokens', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'How is the weather?');
    expect(await turnsOf(system, phone)).toMatchObject([
      { state: 'answered', message_count: 1, model: 'gemini-3.6-flash', model_calls: 1, ended_at: expect.any(Date) },
    ]);
    const [turn] = await turnsOf(system, phone);
    expect(turn?.worker).toMatch(/^[0-9a-f-]{36}$/);
    expect(turn?.input_tokens).toBeGreaterThan(10);
    expect(turn?.output_tokens).toBeGreaterThan(5);
    const [question, answer] = await messagesOf(system, phone);
    expect(question).toMatchObject({ turn_id: turn?.id, handled_at: expect.any(Date) });
    expect(answer).toMatchObject({ turn_id: turn?.id, sender_type: 'ai', direction: 'outbound' });
  });

  it('hands over to a person who is asked for, tells the customer once and falls silent (P8)', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'I want to talk to a person');
    expect(await conversationOf(system, phone)).toMatchObject({
      owner: 'waiting',
      human_intervention_required: true,
      handoff: { reason: 'customer_asked', summary: expect.stringContaining('I want to talk to a person') },
    });
    expect(await turnsOf(system, phone)).toMatchObject([{ state: 'handed_over', reason: 'customer_asked' }]);
    expect(answersTo(system, phone)).toHaveLength(1);

    await write(system, phone, 'Is anybody there?');
    await quiet(system);
    expect(callsAbout(system, 'Is anybody there?')).toEqual([]);
    expect(answersTo(system, phone)).toHaveLength(1);
    expect((await messagesOf(system, phone)).at(-1)).toMatchObject({ direction: 'inbound', handled_at: null });
  });

  it.concurrent('sends an answer that is too long in parts, in order', async () => {
    const text = Array.from({ length: 1_500 }, (_, at) => `word${at}`).join(' ');
    const phone = newPhone();
    system.simulator.armFault({ face: 'gemini', kind: 'reply', text, match: { text: 'tell me everything' } });
    await exchange(system, phone, 'tell me everything');
    const answers = answersTo(system, phone);
    expect(answers.length).toBeGreaterThan(2);
    expect(answers.join(' ')).toBe(text);
  });

  it.concurrent("shows the model's markdown in WhatsApp's signs, to the customer and in the transcript", async () => {
    const text = '## Hours\n\n**Every day** 9–18, see [the site](https://shop.example/a_b).\n\n- one\n  * two';
    const shown = '*Hours*\n\n*Every day* 9–18, see the site: https://shop.example/a_b.\n\n- one\n- two';
    const phone = newPhone();
    system.simulator.armFault({ face: 'gemini', kind: 'reply', text, match: { text: 'when are you open' } });
    await exchange(system, phone, 'when are you open');
    expect(answersTo(system, phone)).toEqual([shown]);
    expect((await messagesOf(system, phone)).at(-1)).toMatchObject({ message_text: shown });
    const message = '**as I wrote it** a*b*c';
    await system.call('POST', '/api/v1/operator-message', { phone, message });
    expect(answersTo(system, phone).at(-1)).toBe(message);
  });

  it.concurrent('makes a person see to an answer that WhatsApp refuses (P8)', async () => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'whatsapp', kind: 'error', status: 400, code: 131_026, match: { phone } });
    await exchange(system, phone, 'can you reach me?');
    await eventually('a person is asked for', async () => (await conversationOf(system, phone)).owner === 'waiting');
    expect((await messagesOf(system, phone)).at(-1)).toMatchObject({
      status: 'failed',
      attempts: 1,
      error: { code: 131_026, message: expect.stringContaining('131026') },
    });
    expect((await conversationOf(system, phone)).handoff?.reason).toBe('send_failed');
    expect(system.simulator.requests().filter(({ to }) => to === `+${phone}`)).toHaveLength(1);
  });

  it.concurrent('sends once what the platform asked to send later', async () => {
    const phone = newPhone();
    const backOff = { face: 'whatsapp', kind: 'error', status: 400, code: 131_056 } as const;
    system.simulator.armFault({ ...backOff, times: 1, match: { phone } });
    await write(system, phone, 'later is fine');
    await settled(system, phone);
    await eventually('the answer is read', async () => (await messagesOf(system, phone)).at(-1)?.status === 'read');
    const requests = system.simulator.requests().filter(({ to }) => to === `+${phone}`);
    expect(requests.map(({ code }) => code)).toEqual([131_056, null]);
    expect(Number(requests[1]?.receivedAt) - Number(requests[0]?.receivedAt)).toBeGreaterThan(900);
    expect(answersTo(system, phone)).toHaveLength(1);
  });

  it.concurrent('does not send again what may have arrived, and learns from the status that it did (P5)', async () => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'whatsapp', kind: 'accept-then-reset', match: { phone } });
    await exchange(system, phone, 'did it arrive?');
    await eventually('the doubt is settled', async () => (await messagesOf(system, phone)).at(-1)?.status === 'read');
    const [sent, ...others] = system.simulator.requests().filter(({ to }) => to === `+${phone}`);
    expect(others).toEqual([]);
    expect((await messagesOf(system, phone)).at(-1)).toMatchObject({ external_id: sent?.wamid, id: sent?.label });
    expect((await conversationOf(system, phone)).owner).toBe('ai');
  });

  it('never tried to send an empty message', async () => {
    const messages = system.simulator.requests().filter(({ kind }) => kind === 'message');
    const texts = messages.map(({ text }) => text?.trim());
    expect(texts.length).toBeGreaterThan(5);
    for (const text of texts) expect(text).toBeTruthy();
  });
});

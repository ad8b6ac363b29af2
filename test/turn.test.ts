import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultInput } from '../sim/fault-kinds.js';
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

type ModelFault = Extract<FaultInput, { face: 'gemini' }>;

const HANDOFF = 'A colleague will answer.';

describe('A turn', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ TURN_TIMEOUT_MS: '3500', HANDOFF_MESSAGE: HANDOFF });
  });
  afterAll(() => system.stop());

  /** A customer asks; the fault fires for these words alone, so tests may run side by side. */
  const ask = async (words: string, fault: ModelFault): Promise<string> => {
    const phone = newPhone();
    system.simulator.armFault({ ...fault, match: { text: words } });
    await exchange(system, phone, words);
    return phone;
  };

  const expectAnswered = async (phone: string): Promise<void> => {
    expect((await conversationOf(system, phone)).owner).toBe('ai');
    expect(await turnsOf(system, phone)).toMatchObject([{ state: 'answered' }]);
    expect(answersTo(system, phone)).toHaveLength(1);
    expect(answersTo(system, phone)[0]).toMatch(/\(simulated answer\)$/);
  };

  const expectWithPerson = async (phone: string, reason: string): Promise<void> => {
    const conversation = await conversationOf(system, phone);
    expect(conversation).toMatchObject({ owner: 'waiting', human_intervention_required: true, handoff: { reason } });
    expect(conversation.handoff?.summary).not.toBe('');
    expect(await turnsOf(system, phone)).toMatchObject([{ state: 'handed_over', reason }]);
    expect(answersTo(system, phone)).toEqual([HANDOFF]);
  };

  it('records which model answered, in how many calls and with how many tokens', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'How is the weather?');
    expect(await turnsOf(system, phone)).toMatchObject([
      { state: 'answered', message_count: 1, model: 'gemini-3.6-flash', model_calls: 1, ended_at: expect.any(Date) },
    ]);
    const [turn] = await turnsOf(system, phone);
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

  it.concurrent.each<[string, ModelFault, number]>([
    ['overloaded twice', { face: 'gemini', kind: 'error', status: 503, times: 2 }, 3],
    ['limited with a hint', { face: 'gemini', kind: 'error', status: 429, retryAfter: 1 }, 2],
    ['cut off', { face: 'gemini', kind: 'reset' }, 2],
    ['blank once', { face: 'gemini', kind: 'blank-text' }, 2],
    ['calling an unknown tool once', { face: 'gemini', kind: 'unknown-tool' }, 2],
  ])('answers all the same when the model is %s', async (words, fault, calls) => {
    const phone = await ask(`model ${words}`, fault);
    await expectAnswered(phone);
    expect(callsAbout(system, `model ${words}`)).toHaveLength(calls);
    expect(await turnsOf(system, phone)).toMatchObject([{ model_calls: calls }]);
  });

  it.concurrent('waits as long as the provider asks for', async () => {
    await ask('slow down please', { face: 'gemini', kind: 'error', status: 429, retryAfter: 1 });
    const [first, second] = callsAbout(system, 'slow down please');
    expect(Number(second?.receivedAt) - Number(first?.receivedAt)).toBeGreaterThanOrEqual(990);
  });

  it.concurrent.each<[string, ModelFault, string, number]>([
    ['overloaded for good', { face: 'gemini', kind: 'error', status: 503, times: 9 }, 'model_failed', 3],
    [
      'limited for longer than a person takes',
      { face: 'gemini', kind: 'error', status: 429, retryAfter: 60 },
      'model_failed',
      1,
    ],
    ['refusing the request', { face: 'gemini', kind: 'error', status: 400 }, 'model_failed', 1],
    ['refusing the key', { face: 'gemini', kind: 'error', status: 403 }, 'model_failed', 1],
    ['silent', { face: 'gemini', kind: 'hang' }, 'model_failed', 1],
    ['blank for good', { face: 'gemini', kind: 'blank-text', times: 9 }, 'answer_refused', 3],
    ['blocking the question', { face: 'gemini', kind: 'blocked-prompt', times: 9 }, 'answer_refused', 1],
    ['blocking its answer', { face: 'gemini', kind: 'safety', times: 9 }, 'answer_refused', 1],
    ['calling tools in circles', { face: 'gemini', kind: 'unknown-tool', times: 99 }, 'model_failed', 7],
  ])('gives the customer to a person when the model is %s (P8)', async (words, fault, reason, calls) => {
    const phone = await ask(`model ${words}`, fault);
    await expectWithPerson(phone, reason);
    expect(callsAbout(system, `model ${words}`).length).toBeLessThanOrEqual(calls);
  });

  it.concurrent.each<[string, ModelFault]>([
    ['no content', { face: 'gemini', kind: 'empty', times: 9 }],
    ['a malformed call', { face: 'gemini', kind: 'malformed-call', times: 9 }],
    [
      'a call with arguments of nonsense',
      { face: 'gemini', kind: 'tool-call', name: 'ask_for_person', args: { reason: 7 } },
    ],
  ])('gives the customer to a person when the model answers with %s (P8)', async (words, fault) => {
    const phone = await ask(`answer with ${words}`, fault);
    expect(await conversationOf(system, phone)).toMatchObject({ owner: 'waiting', human_intervention_required: true });
    expect(answersTo(system, phone)).toEqual([HANDOFF]);
  });

  it.concurrent('is over in time when the model hangs, and hangs up', async () => {
    const phone = await ask('are you asleep', { face: 'gemini', kind: 'hang' });
    const [turn] = await turnsOf(system, phone);
    expect(Number(turn?.ended_at) - Number(turn?.started_at)).toBeLessThan(5_000);
    await eventually('the connection is closed', () => callsAbout(system, 'are you asleep')[0]?.aborted === true);
  });

  it.concurrent('sends an answer that is too long in parts, in order', async () => {
    const text = Array.from({ length: 1_500 }, (_, at) => `word${at}`).join(' ');
    const phone = await ask('tell me everything', { face: 'gemini', kind: 'reply', text });
    const answers = answersTo(system, phone);
    expect(answers.length).toBeGreaterThan(2);
    expect(answers.join(' ')).toBe(text);
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
    const texts = system.simulator.requests().map(({ text }) => text?.trim());
    expect(texts.length).toBeGreaterThan(10);
    for (const text of texts) expect(text).toBeTruthy();
  });
});

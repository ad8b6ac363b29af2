import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callsAbout, conversationOf, exchange, messagesOf, newPhone, settled } from './support/conversation.js';
import { lastPrompt } from './support/inbound.js';
import { memoryOf } from './support/memory.js';
import { operator, type Operator, TWO_OPERATORS } from './support/operators.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';

interface Draft {
  id: string;
  phone: string;
  messages: { text: string }[];
}

describe.concurrent('A draft', () => {
  let system: TestSystem;
  let anna: Operator;
  let ben: Operator;
  beforeAll(async () => {
    system = await startSystem({ ...TWO_OPERATORS, ASSISTANT_MODE: 'draft' });
    [anna, ben] = [operator(system, 'anna'), operator(system, 'ben')];
  });
  afterAll(() => system.stop());

  /** Readers may be turned away while there is much to do. */
  const draftFor = async (phone: string): Promise<Draft | undefined> => {
    let drafts: Draft[] = [];
    await eventually('the drafts are listed', async () => {
      const { status, body } = await anna.get('drafts?limit=200');
      if (status === 200) drafts = body['items'] as Draft[];
      return status === 200;
    });
    return drafts.find((draft) => draft.phone === phone);
  };
  /** The customer writes, and the assistant's answer waits. */
  const drafted = async (phone: string, text: string): Promise<Draft> => {
    await exchange(system, phone, text);
    return (await draftFor(phone)) ?? expect.fail(`There is no draft for "${text}"`);
  };

  it('waits, and the customer sees nothing of it', async () => {
    const phone = newPhone();
    const draft = await drafted(phone, 'my parrot is blue');
    expect(draft.messages).toMatchObject([{ text: expect.stringContaining('my parrot is blue') }]);
    expect(answersTo(system, phone)).toEqual([]);
    expect((await messagesOf(system, phone)).map(({ status }) => status)).toEqual([null, 'draft']);
    expect((await conversationOf(system, phone)).owner).toBe('ai');
  });

  it('goes out as it is when an operator sends it, once, and is remembered then and not before', async () => {
    const phone = newPhone();
    const { id, messages } = await drafted(phone, 'my cat is green');
    expect(await memoryOf(system, phone)).not.toContain('(simulated answer)');
    const sent = await Promise.all([anna, ben, anna].map((one) => one.post(`drafts/${id}/send`, {})));
    expect(sent.map(({ status }) => status).toSorted()).toEqual([200, 404, 404]);
    expect(answersTo(system, phone)).toEqual(messages.map(({ text }) => text));
    expect((await messagesOf(system, phone)).at(-1)).toMatchObject({
      sender_type: 'ai',
      turn_id: id,
      extra_metadata: { review: { by: expect.stringMatching(/anna|ben/), edited: false } },
    });
    await exchange(system, phone, 'and my dog too');
    expect(lastPrompt(system, 'and my dog too')).toContain('my cat is green". Thank you');
  });

  it('goes out in other words where the operator gives some', async () => {
    const phone = newPhone();
    const { id } = await drafted(phone, 'my fish is red');
    expect((await anna.post(`drafts/${id}/send`, { message: ' ' })).status).toBe(400);
    expect((await anna.post(`drafts/${id}/send`, { message: 'What a lovely fish.' })).status).toBe(200);
    expect(answersTo(system, phone)).toEqual(['What a lovely fish.']);
    await exchange(system, phone, 'it swims a lot');
    expect(lastPrompt(system, 'it swims a lot')).toContain('model: What a lovely fish.');
    expect(lastPrompt(system, 'it swims a lot')).not.toContain('You wrote "my fish is red"');
  });

  it('gives way when the customer writes more; the next one answers all of it', async () => {
    const phone = newPhone();
    const first = await drafted(phone, 'my horse is lame');
    const second = await drafted(phone, 'and my cow is old');
    expect(second.id).not.toBe(first.id);
    expect(callsAbout(system, 'and my cow is old')[0]?.burst).toEqual(['my horse is lame', 'and my cow is old']);
    expect((await anna.post(`drafts/${first.id}/send`, {})).status).toBe(404);
    expect((await anna.post(`drafts/${second.id}/send`, {})).status).toBe(200);
    expect(answersTo(system, phone)).toHaveLength(1);
  });

  it('is not sent past a customer who has written since', async () => {
    const phone = newPhone();
    const { id } = await drafted(phone, 'my goat is loud');
    await system.rows(
      `update conversation set burst_started_at = now() + interval '1 hour', burst_last_at = now() + interval '1 hour' where phone = $1`,
      [phone],
    );
    expect(await anna.post(`drafts/${id}/send`, {})).toMatchObject({
      status: 409,
      body: { message: expect.stringContaining('written since') },
    });
    await system.rows('update conversation set burst_started_at = null where phone = $1', [phone]);
  });

  it('goes with a takeover and with a message of a colleague, and what it was to answer is answered after a handback', async () => {
    const phone = newPhone();
    const { id } = await drafted(phone, 'my sheep is lost');
    await anna.post('takeover', { phone });
    expect((await anna.post(`drafts/${id}/send`, {})).status).toBe(404);
    await anna.post('handback', { phone });
    await eventually('there is another draft', async () => (await draftFor(phone)) !== undefined);
    await anna.post('operator-message', { phone, message: 'I have found it.' });
    expect(await draftFor(phone)).toBeUndefined();
    expect(answersTo(system, phone)).toEqual(['I have found it.']);
  });

  it('is dropped when an operator discards it', async () => {
    const phone = newPhone();
    const { id } = await drafted(phone, 'my duck is wet');
    expect((await anna.post(`drafts/${id}/discard`)).body).toEqual({ status: 'discarded' });
    expect((await anna.post(`drafts/${id}/discard`)).status).toBe(404);
    await settled(system, phone);
    expect(answersTo(system, phone)).toEqual([]);
  });

  it('is not made of what needs nobody: a person who is asked for, and fixed words', async () => {
    const phone = newPhone();
    const args = { reason: 'other', message: 'The model says goodbye.' };
    system.simulator.armFault({
      face: 'gemini',
      kind: 'tool-call',
      name: 'ask_for_person',
      args,
      match: { text: 'my mule' },
    });
    await exchange(system, phone, 'my mule is stubborn');
    expect((await conversationOf(system, phone)).owner).toBe('waiting');
    expect(answersTo(system, phone)).toEqual([system.settings.HANDOFF_MESSAGE]);
    const other = newPhone();
    await exchange(system, other, 'STOP');
    expect(answersTo(system, other)).toEqual([system.settings.OPT_OUT_MESSAGE]);
  });

  it('is made or not as the conversation says', async () => {
    const phone = newPhone();
    const { id } = await drafted(phone, 'my owl is awake');
    await anna.post(`drafts/${id}/send`, {});
    expect((await anna.post('assistant-mode', { phone, mode: 'auto' })).status).toBe(200);
    expect((await anna.get(`conversations/${phone}`)).body['assistant_mode']).toBe('auto');
    await exchange(system, phone, 'my bat is too');
    expect(answersTo(system, phone)).toHaveLength(2);
    await anna.post('assistant-mode', { phone, mode: null });
    await drafted(phone, 'so is my moth');
    expect((await anna.post('assistant-mode', { phone, mode: 'sometimes' })).status).toBe(400);
    expect((await anna.post('assistant-mode', { phone: newPhone(), mode: 'auto' })).status).toBe(404);
  });
});

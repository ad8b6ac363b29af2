import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, newPhone, settled, turnsOf } from './support/conversation.js';
import { lastPrompt, listed, rowOf, send } from './support/inbound.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';
import { deliver, textFrom, webhook } from './support/webhook-body.js';

describe('A message that its customer changes', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const edit = (id: string, body: string): unknown => ({
    original_message_id: id,
    message: { type: 'text', text: { body } },
  });

  it('counts by its new words, in whatever order the changes come', async () => {
    const phone = newPhone();
    const said = textFrom(phone, 'one red scarf');
    await deliver(system, webhook(system, { messages: [said] }));
    await settled(system, phone);
    await send(system, phone, 'edit', edit(said.id, 'one green scarf'), { timestamp: secondsAgo(5) });
    await send(system, phone, 'edit', edit(said.id, 'one yellow scarf'), { timestamp: secondsAgo(10) });
    await exchange(system, phone, 'did you get that, edited?');
    const prompt = lastPrompt(system, 'did you get that, edited?').split('\n');
    expect(prompt.filter((line) => line.includes('scarf') && !line.startsWith('model:'))).toEqual([
      expect.stringMatching(/one green scarf$/),
    ]);
    expect((await rowOf(system, phone, said.id)).message_text).toBe('one red scarf');
    expect((await rowOf(system, phone, said.id)).extra_metadata).toMatchObject({ edited_text: 'one green scarf' });
  });

  it('is not read once it is withdrawn, and the list says so', async () => {
    const phone = newPhone();
    const said = textFrom(phone, 'my secret wish');
    await deliver(system, webhook(system, { messages: [said] }));
    await settled(system, phone);
    await send(system, phone, 'revoke', { original_message_id: said.id });
    await exchange(system, phone, 'forget that, please');
    const prompt = lastPrompt(system, 'forget that, please');
    expect(prompt).toContain('user: (wrote a message and withdrew it)');
    expect(prompt.split('model:')[0]).not.toContain('secret wish');
    const row = (await listed(system, phone)).find((item) => item['external_id'] === said.id);
    expect(row).toMatchObject({ extra_metadata: { revoked_at: expect.any(String) } });
  });

  it('needs no answer when it is withdrawn before it was answered', async () => {
    const phone = newPhone();
    const said = textFrom(phone, 'never mind this');
    const revoke = textFrom(phone, '', { type: 'revoke', text: undefined, revoke: { original_message_id: said.id } });
    await deliver(system, webhook(system, { messages: [said, revoke] }));
    await settled(system, phone);
    expect(await turnsOf(system, phone)).toEqual([]);
    expect(answersTo(system, phone)).toEqual([]);
  });

  it('finds its message also when that one comes later', async () => {
    const phone = newPhone();
    const said = textFrom(phone, 'one blue hat', {}, 60);
    await send(system, phone, 'edit', edit(said.id, 'one violet hat'));
    await deliver(system, webhook(system, { messages: [said] }));
    await settled(system, phone);
    expect(lastPrompt(system, 'one violet hat')).not.toContain('one blue hat');
    expect(lastPrompt(system, 'one violet hat')).not.toContain('changed an earlier message');
    const OPEN = `select 1 from message where extra_metadata ->> 'applied' = 'false' and conversation_id =
                    (select id from conversation where phone = $1)`;
    expect(await system.rows(OPEN, [phone])).toEqual([]);
  });

  it('stops a turn that has read the old words', async () => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'gemini', kind: 'slow', ms: 5_000, match: { text: 'a ticket to Rome' } });
    const said = textFrom(phone, 'a ticket to Rome');
    await deliver(system, webhook(system, { messages: [said] }));
    await eventually('the model is asked', () => lastPrompt(system, 'a ticket to Rome') !== '');
    await send(system, phone, 'edit', edit(said.id, 'a ticket to Oslo'));
    await settled(system, phone);
    expect(answersTo(system, phone)).toEqual([expect.stringContaining('a ticket to Oslo')]);
    expect((await turnsOf(system, phone)).map(({ state, reason }) => [state, reason])).toEqual([
      ['superseded', 'the customer changed a message'],
      ['answered', null],
    ]);
    system.simulator.disarmFaults();
  });
});

const secondsAgo = (seconds: number): string => String(Math.floor(Date.now() / 1_000) - seconds);

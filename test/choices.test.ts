import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, newPhone, settled, turnsOf } from './support/conversation.js';
import { lastPrompt, listed, send } from './support/inbound.js';
import { startSystem, type TestSystem } from './support/system.js';

describe.concurrent('A question of the assistant with a few answers', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const modelCalls = (text: string, name: string, args: Record<string, unknown>): unknown =>
    system.simulator.armFault({ face: 'gemini', kind: 'tool-call', name, args, match: { text } });
  /** The customer asks, and the model offers choices in its answer; returns what the platform was sent. */
  const offered = async (phone: string, args: Record<string, unknown>): Promise<unknown> => {
    modelCalls(`visit of ${phone}`, 'offer_choices', args);
    await exchange(system, phone, `visit of ${phone}`);
    return system.simulator.sent().findLast(({ to }) => to === `+${phone}`)?.body;
  };

  it('is shown with buttons, whose answer is read as words', async () => {
    const phone = newPhone();
    expect(await offered(phone, { text: '**When** shall we come?', choices: ['Morning', 'Evening'] })).toMatchObject({
      type: 'interactive',
      interactive: {
        type: 'button',
        body: { text: '*When* shall we come?' },
        action: {
          buttons: [
            { type: 'reply', reply: { id: 'choice-1', title: 'Morning' } },
            { type: 'reply', reply: { id: 'choice-2', title: 'Evening' } },
          ],
        },
      },
    });
    const [question] = await listed(system, phone);
    expect(question).toMatchObject({ kind: 'buttons', sender_type: 'ai', message_text: '*When* shall we come?' });
    expect((await turnsOf(system, phone)).at(-1)).toMatchObject({ state: 'answered' });

    const reply = { type: 'button_reply', button_reply: { id: 'choice-2', title: `Evening ${phone}` } };
    await send(system, phone, 'interactive', reply, { context: { id: question?.['external_id'] } });
    await settled(system, phone);
    const prompt = lastPrompt(system, `Evening ${phone}`);
    expect(prompt).toContain('model: *When* shall we come?\n(offered to choose: Morning | Evening)');
    expect(prompt).toContain(
      `(in reply to: *When* shall we come? (offered to choose: Morning | Evening))\nEvening ${phone}`,
    );
  });

  it('is a list where there are more, and numbered lines where they are long', async () => {
    const [many, long] = [newPhone(), newPhone()];
    const sizes = ['XS', 'S', 'M', 'L'];
    expect(await offered(many, { text: 'Which size?', choices: sizes })).toMatchObject({
      interactive: { type: 'list', action: { sections: [{ rows: sizes.map((title) => ({ title })) }] } },
    });
    const choices = ['The blue one with the long sleeves', 'The red one'];
    expect(await offered(long, { text: 'Which one?', choices })).toMatchObject({
      text: { body: 'Which one?\n\n1. The blue one with the long sleeves\n2. The red one' },
    });
  });

  it('goes out however odd the call is, as long as there are words', async () => {
    const phone = newPhone();
    expect(await offered(phone, { text: 'Anything else?', choices: 'Yes or no' })).toMatchObject({
      text: { body: 'Anything else?' },
    });
  });

  it('without words is given back to the model', async () => {
    const phone = newPhone();
    const body = (await offered(phone, { choices: ['Yes', 'No'] })) as { text: { body: string } };
    expect(body.text.body).toContain('(simulated answer)');
    expect((await turnsOf(system, phone)).at(-1)).toMatchObject({ state: 'answered', model_calls: 2 });
  });
});

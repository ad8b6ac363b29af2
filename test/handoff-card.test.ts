import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultInput } from '../sim/fault-kinds.js';
import { callsAbout, conversationOf, exchange, newPhone, promptOf, write } from './support/conversation.js';
import { operator, type Operator, TWO_OPERATORS } from './support/operators.js';
import { eventually, startSystem, type TestSystem } from './support/system.js';

const GERMAN = 'Guten Tag, ich möchte gern wissen, wo meine Bestellung bleibt.';

describe.concurrent('The handoff card', () => {
  let system: TestSystem;
  let anna: Operator;
  beforeAll(async () => {
    system = await startSystem({ ...TWO_OPERATORS });
    anna = operator(system, 'anna');
  });
  afterAll(() => system.stop());

  /** The customer writes, the faults fire for the last of the texts; then the API shows the card. */
  const cardAfter = async (phone: string, texts: string[], ...faults: FaultInput[]): Promise<unknown> => {
    for (const fault of faults) {
      system.simulator.armFault({ ...fault, match: { text: texts.at(-1) } } as FaultInput);
    }
    for (const text of texts) await exchange(system, phone, text);
    return (await anna.get(`conversations/${phone}`)).body['handoff'];
  };
  const call = (args: Record<string, unknown>): FaultInput => ({
    face: 'gemini',
    kind: 'tool-call',
    name: 'ask_for_person',
    args,
  });

  it("holds the model's own words where it asks for a person", async () => {
    const said = { summary: 'Lamp broken\nWants another', tried: 'Asked for a photo', next_step: 'Send a lamp' };
    const phone = newPhone();
    const lamp = 'My lamp came broken and I would like to get another one.';
    expect(await cardAfter(phone, [lamp], call({ ...said, reason: 'complaint' }))).toEqual({
      ...said,
      reason: 'complaint',
      language: 'en',
    });
  });

  it.each<[string, string, FaultInput]>([
    ['nothing', 'reason other', call({})],
    ['blanks', 'reason complaint', call({ reason: 'complaint', summary: ' ', tried: '', next_step: '\n' })],
  ])("holds the customer's last words where the model says %s of them", async (_what, words, fault) => {
    expect(await cardAfter(newPhone(), ['A first question', words], fault)).toEqual({
      reason: words.split(' ')[1],
      summary: `Customer: "A first question"\nCustomer: "${words}"`,
      tried: null,
      next_step: expect.stringMatching(/^(?:Read the conversation|Take the conversation)/),
      language: null,
    });
  });

  it('is made by the rules where a customer asks for a person, with the language of earlier words', async () => {
    expect(await cardAfter(newPhone(), [GERMAN, 'Mensch bitte'])).toEqual({
      reason: 'customer_asked',
      summary: `The customer asks for a person.\nCustomer: "${GERMAN}"\nCustomer: "Mensch bitte"`,
      tried: null,
      next_step: 'Take the conversation over and answer.',
      language: 'de',
    });
  });

  it('is made without the model where that one is what failed', async () => {
    const fault: FaultInput = { face: 'gemini', kind: 'error', status: 400, times: 9 };
    expect(await cardAfter(newPhone(), ['what is the matter'], fault)).toEqual({
      reason: 'model_failed',
      summary: expect.stringMatching(/^The model failed with 400: .*\nCustomer: "what is the matter"$/),
      tried: 'The model was asked once.',
      next_step: expect.stringContaining('hand back'),
      language: null,
    });
    expect(callsAbout(system, 'what is the matter')).toHaveLength(1);
  });

  it('names the tools that were tried', async () => {
    const faults = ['look', 'look', 'find', 'look'].map((name): FaultInput => ({
      face: 'gemini',
      kind: 'tool-call',
      name,
    }));
    expect(await cardAfter(newPhone(), ['go in circles'], ...faults)).toMatchObject({
      reason: 'model_failed',
      tried: 'Tools called: look 2 times, find once.\nThe model was asked 4 times.',
    });
  });

  it('is made where WhatsApp refused the answer', async () => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'whatsapp', kind: 'error', status: 400, code: 131_026, match: { phone } });
    await exchange(system, phone, 'can you reach me?');
    await eventually('a person is asked for', async () => (await conversationOf(system, phone)).owner === 'waiting');
    expect((await conversationOf(system, phone)).handoff).toMatchObject({
      reason: 'send_failed',
      summary: expect.stringMatching(/^WhatsApp did not deliver .*131026.*\nCustomer: "can you reach me\?"$/),
      next_step: expect.stringContaining('another way'),
    });
  });

  it('quotes no message that was withdrawn or that another customer wrote (P9)', async () => {
    const [phone, other] = [newPhone(), newPhone()];
    await exchange(system, other, 'a secret of another customer');
    await exchange(system, phone, 'I take this back', 'and this stays');
    await system.rows(
      `update message set extra_metadata = coalesce(extra_metadata, '{}') || '{"revoked_at": "2026-01-01T00:00:00Z"}'
        where message_text = 'I take this back'`,
    );
    expect(await cardAfter(phone, ['a human please'])).toMatchObject({
      summary: 'The customer asks for a person.\nCustomer: "and this stays"\nCustomer: "a human please"',
    });
  });

  it('is kept in the audit when it has gone from the conversation', async () => {
    const phone = newPhone();
    const card = await cardAfter(phone, ['a person please']);
    await anna.post('takeover', { phone });
    await anna.post('handback', { phone });
    const { id, handoff } = await conversationOf(system, phone);
    expect(handoff).toBeNull();
    const kept = await system.rows(
      `select card from handoff_event where conversation_id = $1 and to_owner = 'waiting'`,
      [id],
    );
    expect(kept).toEqual([{ card }]);
  });

  it('is followed by a person, whose promises the assistant knows after the handback (P6)', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'a person please, my lamp is late');
    await anna.post('takeover', { phone });
    await anna.post('operator-message', { phone, message: 'I promise you the lamp for Friday, at no cost.' });
    await write(system, phone, 'Thank you');
    await anna.post('handback', { phone });
    await exchange(system, phone, 'When does it come again?');
    const [asked] = callsAbout(system, 'When does it come again?');
    const prompt = asked === undefined ? '' : promptOf(asked);
    expect(prompt).toContain('(Written by a colleague, anna:) I promise you the lamp for Friday, at no cost.');
    expect(prompt.indexOf('The human part has ended')).toBeGreaterThan(prompt.indexOf('I promise you'));
  });
});

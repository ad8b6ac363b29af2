import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultInput } from '../sim/fault-kinds.js';
import { callsAbout, conversationOf, exchange, newPhone, promptOf, turnsOf } from './support/conversation.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';

type ModelFault = Extract<FaultInput, { face: 'gemini' }>;
/** A fault of the model, but for its face. */
type Fault = ModelFault extends infer F ? (F extends ModelFault ? Omit<F, 'face'> : never) : never;

const HANDOFF = 'A colleague will answer.';
const FIRST = 'gemini-3.6-flash';
const FALLBACK = 'gemini-3.5-flash-lite';
const GERMAN = 'Guten Tag, ich möchte gern wissen, wie lange die Lieferung dauert und was sie kostet.';
const FOREIGN = 'Delivery takes two to three working days, and it costs nothing from fifty euros on.';

/** A customer asks; the faults fire for these words alone, so tests may run side by side. */
async function ask(system: TestSystem, words: string, ...faults: Fault[]): Promise<string> {
  const phone = newPhone();
  for (const fault of faults) {
    system.simulator.armFault({ face: 'gemini', ...fault, match: { text: words } } as ModelFault);
  }
  await exchange(system, phone, words);
  return phone;
}

const modelsAsked = (system: TestSystem, words: string): string[] =>
  callsAbout(system, words).map(({ model }) => model);

describe('When the model fails', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ TURN_TIMEOUT_MS: '5000', HANDOFF_MESSAGE: HANDOFF, MODEL_OUTAGE_FAILURES: '1000' });
  });
  afterAll(() => system.stop());

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

  it.concurrent.each<[string, Fault, number]>([
    ['overloaded twice', { kind: 'error', status: 503, times: 2 }, 3],
    ['limited with a hint', { kind: 'error', status: 429, retryAfter: 1 }, 2],
    ['cut off before it answers', { kind: 'reset' }, 2],
    ['cut off in the middle', { kind: 'cut' }, 2],
    ['garbled', { kind: 'not-json' }, 2],
    ['dripping', { kind: 'drip', ms: 5 }, 1],
    ['calling an unknown tool once', { kind: 'unknown-tool' }, 2],
    ['empty once', { kind: 'empty' }, 2],
    ['blank once', { kind: 'blank-text' }, 2],
    ['only thinking once', { kind: 'thought-only' }, 2],
    ['reciting once', { kind: 'recitation' }, 2],
    ['stopped in mid-sentence once', { kind: 'max-tokens' }, 2],
    ['malformed once', { kind: 'malformed-call' }, 2],
    ['writing without end once', { kind: 'reply', text: 'word '.repeat(10_000) }, 2],
    ['writing markup once', { kind: 'reply', text: '<div>We open at nine.</div>' }, 2],
    ['writing JSON once', { kind: 'reply', text: '{"reply": "We open at nine."}' }, 2],
    ['writing its call once', { kind: 'reply', text: 'print(default_api.ask_for_person())' }, 2],
  ])('answers all the same when it is %s', async (words, fault, calls) => {
    const phone = await ask(system, `model ${words}`, fault);
    await expectAnswered(phone);
    expect(callsAbout(system, `model ${words}`)).toHaveLength(calls);
    expect(await turnsOf(system, phone)).toMatchObject([{ model_calls: calls }]);
  });

  it.concurrent("says in the customer's language what it said in another one", async () => {
    const phone = await ask(system, GERMAN, { kind: 'reply', text: FOREIGN });
    await expectAnswered(phone);
    expect(answersTo(system, phone)[0]).toMatch(/^Vielen Dank/);
    const [, corrected] = callsAbout(system, GERMAN);
    expect(corrected && promptOf(corrected)).toContain(
      `model: ${FOREIGN}\nuser: <note>Your last message was not sent.`,
    );
  });

  it.concurrent('waits as long as the provider asks for', async () => {
    await ask(system, 'slow down please', { kind: 'error', status: 429, retryAfter: 1 });
    const [first, second] = callsAbout(system, 'slow down please');
    expect(Number(second?.receivedAt) - Number(first?.receivedAt)).toBeGreaterThanOrEqual(990);
  });

  it.concurrent.each<[string, Fault, string, number]>([
    ['overloaded for good', { kind: 'error', status: 503, times: 9 }, 'model_failed', 3],
    ['limited for longer than a person takes', { kind: 'error', status: 429, retryAfter: 60 }, 'model_failed', 1],
    ['refusing the request', { kind: 'error', status: 400 }, 'model_failed', 1],
    ['refusing the key', { kind: 'error', status: 403 }, 'model_failed', 1],
    ['silent', { kind: 'hang' }, 'model_failed', 1],
    ['dripping for ever', { kind: 'drip', ms: 400 }, 'model_failed', 1],
    ['empty for good', { kind: 'empty', times: 9 }, 'answer_refused', 2],
    ['blank for good', { kind: 'blank-text', times: 9 }, 'answer_refused', 2],
    ['only thinking for good', { kind: 'thought-only', times: 9 }, 'answer_refused', 2],
    ['reciting for good', { kind: 'recitation', times: 9 }, 'answer_refused', 2],
    ['stopped in mid-sentence for good', { kind: 'max-tokens', times: 9 }, 'answer_refused', 2],
    ['malformed for good', { kind: 'malformed-call', times: 9 }, 'answer_refused', 2],
    ['blocking the question', { kind: 'blocked-prompt', times: 9 }, 'answer_refused', 1],
    ['blocking its answer', { kind: 'safety', times: 9 }, 'answer_refused', 1],
    ['writing without end for good', { kind: 'reply', text: 'word '.repeat(10_000), times: 9 }, 'answer_refused', 2],
    ['writing markup for good', { kind: 'reply', text: '<b>Nine.</b>', times: 9 }, 'answer_refused', 2],
    ['calling a tool for ever', { kind: 'tool-call', name: 'look', times: 99 }, 'model_failed', 3],
    ['calling a hundred tools', { kind: 'tool-call', name: 'look', copies: 100, times: 99 }, 'model_failed', 1],
  ])('gives the customer to a person when it is %s (P8)', async (words, fault, reason, calls) => {
    const phone = await ask(system, `model ${words}`, fault);
    await expectWithPerson(phone, reason);
    expect(callsAbout(system, `model ${words}`)).toHaveLength(calls);
  });

  it.concurrent('gives the customer to a person when every answer is in another language (P8)', async () => {
    const words = `${GERMAN} Danke!`;
    const phone = await ask(system, words, { kind: 'reply', text: FOREIGN, times: 9 });
    await expectWithPerson(phone, 'answer_refused');
    expect(callsAbout(system, words)).toHaveLength(2);
  });

  it.concurrent.each<[string, (at: number) => Fault]>([
    ['two tools in turns', (at) => ({ kind: 'tool-call', name: at % 2 === 0 ? 'look' : 'find' })],
    ['one with ever other arguments', (at) => ({ kind: 'tool-call', name: 'look', args: { at } })],
  ])('stops a loop of %s in time', async (words, fault) => {
    const phone = await ask(system, `loop of ${words}`, ...Array.from({ length: 20 }, (_, at) => fault(at)));
    await expectWithPerson(phone, 'model_failed');
    expect(callsAbout(system, `loop of ${words}`).length).toBeLessThanOrEqual(8);
  });

  it.concurrent('gives the customer to a person whatever the arguments of the request are (P8)', async () => {
    const phone = await ask(system, 'call of nonsense', {
      kind: 'tool-call',
      name: 'ask_for_person',
      args: { reason: 7 },
    });
    await expectWithPerson(phone, 'other');
    expect(callsAbout(system, 'call of nonsense')).toHaveLength(1);
  });

  it.concurrent('is over in time when it hangs or drips, and hangs up', async () => {
    const hung = await ask(system, 'are you asleep', { kind: 'hang' });
    const dripped = await ask(system, 'are you slow', { kind: 'drip', ms: 1_000 });
    for (const phone of [hung, dripped]) {
      const [turn] = await turnsOf(system, phone);
      expect(Number(turn?.ended_at) - Number(turn?.started_at)).toBeLessThan(7_500);
    }
    for (const words of ['are you asleep', 'are you slow']) {
      await eventually('the connection is closed', () => callsAbout(system, words)[0]?.aborted === true);
    }
  });

  it('sent nobody an empty, half, foreign or endless message', () => {
    const messages = system.simulator.requests().filter(({ kind }) => kind === 'message');
    const texts = messages.map(({ text }) => text ?? '');
    expect(texts.length).toBeGreaterThan(30);
    for (const text of texts) expect(text === HANDOFF || text.endsWith('(simulated answer)')).toBe(true);
  });
});

describe('When the first model fails and there is a second', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({
      TURN_TIMEOUT_MS: '6000',
      GEMINI_FALLBACK_MODEL: FALLBACK,
      MODEL_OUTAGE_FAILURES: '1000',
    });
  });
  afterAll(() => system.stop());

  it.concurrent.each<[string, Fault, string[]]>([
    ['overloaded', { kind: 'error', status: 503, times: 3 }, [FIRST, FIRST, FIRST, FALLBACK]],
    ['switched off', { kind: 'error', status: 404 }, [FIRST, FALLBACK]],
    ['out of quota for long', { kind: 'error', status: 429, retryAfter: 600 }, [FIRST, FALLBACK]],
    ['silent', { kind: 'hang' }, [FIRST, FALLBACK]],
  ])('the second one answers when the first is %s', async (words, fault, models) => {
    const phone = await ask(system, `first ${words}`, fault);
    expect(modelsAsked(system, `first ${words}`)).toEqual(models);
    expect(await turnsOf(system, phone)).toMatchObject([
      { state: 'answered', model: FALLBACK, model_calls: models.length },
    ]);
    expect(answersTo(system, phone)).toHaveLength(1);
  });

  it.concurrent('a person is asked for when both fail', async () => {
    const phone = await ask(system, 'both are away', { kind: 'error', status: 503, times: 99 });
    expect(modelsAsked(system, 'both are away')).toEqual([FIRST, FIRST, FIRST, FALLBACK, FALLBACK, FALLBACK]);
    expect(await conversationOf(system, phone)).toMatchObject({
      owner: 'waiting',
      handoff: { reason: 'model_failed' },
    });
  });

  it.concurrent('a verdict is not asked for twice', async () => {
    const phone = await ask(system, 'a blocked question', { kind: 'blocked-prompt' });
    expect(modelsAsked(system, 'a blocked question')).toEqual([FIRST]);
    expect((await conversationOf(system, phone)).handoff?.reason).toBe('answer_refused');
  });
});

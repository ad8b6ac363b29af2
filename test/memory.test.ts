import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Assistant } from '../src/ai/assistant.js';
import {
  callsAbout,
  conversationOf,
  exchange,
  newPhone,
  promptOf,
  quiet,
  settled,
  turnsOf,
  write,
} from './support/conversation.js';
import { memoryOf } from './support/memory.js';
import { operator, type Operator, TWO_OPERATORS } from './support/operators.js';
import { eventually, startSystem, type TestSystem } from './support/system.js';

const INSTRUCTIONS = 'We sell tea.';

describe.concurrent('Memory', () => {
  let system: TestSystem;
  let anna: Operator;
  beforeAll(async () => {
    system = await startSystem({ ...TWO_OPERATORS, ASSISTANT_INSTRUCTIONS: INSTRUCTIONS });
    anna = operator(system, 'anna');
  });
  afterAll(() => system.stop());

  const remembers = (phone: string, words: string): Promise<void> =>
    eventually(`memory holds "${words}"`, async () => (await memoryOf(system, phone)).includes(words));

  /** How many rows and bytes the checkpoint tables hold of a conversation. */
  const sizeOf = async (phone: string): Promise<{ checkpoints: number; rows: number; bytes: number }> => {
    const { id } = await conversationOf(system, phone);
    const [size] = await system.rows<{ checkpoints: number; rows: number; bytes: number }>(
      `select (select count(*) from memory.checkpoints where thread_id = $1)::int as checkpoints,
              ((select count(*) from memory.checkpoint_blobs where thread_id = $1)
               + (select count(*) from memory.checkpoint_writes where thread_id = $1))::int as rows,
              (select coalesce(sum(length(blob)), 0) from memory.checkpoint_blobs where thread_id = $1)::int as bytes`,
      [id],
    );
    if (size === undefined) throw new Error('no size');
    return size;
  };

  it("learns a colleague's words and the change of owner at once, without a turn (P6)", async () => {
    const phone = newPhone();
    await exchange(system, phone, 'a question');
    await anna.post('takeover', { phone });
    await remembers(phone, 'A colleague took the conversation over');
    await anna.post('operator-message', { phone, message: 'Words of Anna' });
    await remembers(phone, 'Words of Anna');
    await anna.post('handback', { phone });
    await remembers(phone, 'The human part has ended');
    await quiet(system);
    expect(await turnsOf(system, phone)).toHaveLength(1);
  });

  it('holds what was said in its order, each thing once (P6)', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'first question');
    await anna.post('takeover', { phone });
    await write(system, phone, 'second question');
    await anna.post('operator-message', { phone, message: 'Answer of Anna' });
    await anna.post('handback', { phone });
    await exchange(system, phone, 'third question');

    const [call] = callsAbout(system, 'third question');
    const prompt = call === undefined ? '' : promptOf(call);
    const said = ['first question\n', 'You wrote "first question"', 'took the conversation over', 'second question'];
    const then = ['Answer of Anna', 'The human part has ended', 'third question'];
    const places = [...said, ...then].map((words) => prompt.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThanOrEqual(0);
    for (const words of ['second question', 'Answer of Anna', 'third question', 'You wrote']) {
      expect(prompt.split(words)).toHaveLength(2);
    }
  });

  it('forgets what was refused, and never holds what did not go out (P6)', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'a question');
    system.simulator.armFault({ face: 'whatsapp', kind: 'error', status: 400, code: 131_026, match: { phone } });
    await exchange(system, phone, 'an unreachable question');
    await remembers(phone, 'an unreachable question');
    await eventually('the refused answer is forgotten', async () => {
      return !(await memoryOf(system, phone)).includes('You wrote \\"an unreachable');
    });
    await anna.post('handback', { phone });
    await exchange(system, phone, 'a last question');
    const [call] = callsAbout(system, 'a last question');
    expect(call && promptOf(call)).not.toContain('You wrote "an unreachable');
  });

  it('keeps one checkpoint of a thread, however many turns it has had (P11)', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'question 0');
    const first = await sizeOf(phone);
    for (let at = 1; at < 6; at++) await exchange(system, phone, `question ${at}`);
    await quiet(system);
    expect((await turnsOf(system, phone)).filter(({ state }) => state === 'answered')).toHaveLength(6);
    await eventually('the old ones are gone', async () => (await sizeOf(phone)).checkpoints === 1);
    expect((await sizeOf(phone)).rows).toBeLessThanOrEqual(first.rows);
  });

  it('is not taken back by whoever stores it late, under an earlier claim (P6)', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'a question');
    const { id: conversationId } = await conversationOf(system, phone);
    const remember = (claim: number, text: string): Promise<void> => {
      const entry = { id: text, speaker: 'customer', name: null, text, at: new Date().toISOString() } as const;
      const earlier = { summary: null, kept: [] };
      const recent = async () => ({ earlier, hasGap: false, entries: [entry] });
      const transcript = { recent, burst: async () => [], open: async () => null };
      return system.app.get(Assistant).remember({ conversationId, claim, transcript });
    };
    await remember(1_000, 'as it is');
    await remember(999, 'as it was');
    expect(await memoryOf(system, phone)).toContain('as it is');
    await remember(1_000, 'as it is now');
    expect(await memoryOf(system, phone)).toContain('as it is now');
  });

  it('is bounded in bytes, whatever is written (P11)', async () => {
    const phone = newPhone();
    await exchange(system, phone, ...Array.from({ length: 30 }, (_, at) => `${at} ${'long '.repeat(3_000)}`));
    await exchange(system, phone, 'and now?');
    const [call] = callsAbout(system, 'and now?');
    expect(call && promptOf(call).length).toBeLessThan(50_000);
    expect((await sizeOf(phone)).bytes).toBeLessThan(70_000);
    await settled(system, phone);
  });

  it('shows the model no phone and no id of the platform (P9)', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'who am I to you');
    const body = JSON.stringify(callsAbout(system, 'who am I to you')[0]?.body);
    expect(body).toContain(INSTRUCTIONS);
    expect(body).not.toContain(phone);
    expect(body).not.toContain('wamid');
  });
});

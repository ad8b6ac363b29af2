import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TurnRepository } from '../src/conversation/turn/turn.repository.js';
import {
  callsAbout,
  conversationOf,
  messagesOf,
  newPhone,
  promptOf,
  settled,
  type TurnRow,
  turnsOf,
  write,
} from './support/conversation.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';
import { deliver, textFrom, webhook } from './support/webhook-body.js';

const QUIET_MS = 600;
const MAX_MS = 2_000;
/** Between two messages of one burst; a slow machine must not make it a silence. */
const GAP_MS = QUIET_MS / 6;

/** Side by side, each with a customer of its own: most of their time is waiting. */
describe.concurrent('The buffer', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ BUFFER_QUIET_MS: String(QUIET_MS), BUFFER_MAX_MS: String(MAX_MS) });
    // A status would settle a send before its answer does.
    system.simulator.changeSettings({ statuses: [] });
  });
  afterAll(() => system.stop());

  /** The model takes its time over these words. */
  const thinkFor = (ms: number, text: string, times = 1): void =>
    void system.simulator.armFault({ face: 'gemini', kind: 'slow', ms, times, match: { text } });
  const statesOf = async (phone: string): Promise<string[]> => (await turnsOf(system, phone)).map((turn) => turn.state);

  it('waits until the customer has been quiet, and starts anew with each message (P3)', async () => {
    const phone = newPhone();
    for (const text of ['one', 'two', 'three', 'four']) {
      await write(system, phone, text);
      await pause(GAP_MS);
    }
    await settled(system, phone);

    const [turn, ...others] = await turnsOf(system, phone);
    expect(others).toEqual([]);
    expect(turn).toMatchObject({ state: 'answered', message_count: 4 });
    const newest = (await messagesOf(system, phone)).filter(({ direction }) => direction === 'inbound').at(-1);
    expect(Number(turn?.started_at) - Number(newest?.created_at)).toBeGreaterThanOrEqual(QUIET_MS - 15);
    expect(answersTo(system, phone)).toHaveLength(1);
  });

  it('answers a customer who never stops, and leaves nothing out (P3)', async () => {
    const phone = newPhone();
    const texts: string[] = [];
    while (texts.length < 90 && (await statesOf(phone)).length === 0) {
      texts.push(`item ${String(texts.length).padStart(2, '0')}`);
      await write(system, phone, ...texts.slice(-1));
      await pause(GAP_MS);
    }
    await settled(system, phone);

    expect(texts.length, 'messages before the first turn').toBeLessThan(90);
    expect(countOf(answersTo(system, phone), texts)).toEqual(texts.map(() => 1));
    expectOneAtATime(await turnsOf(system, phone));
  });

  it('takes in what comes while the assistant thinks, giving way at most twice (P3)', async () => {
    const phone = newPhone();
    const texts = ['first thought', 'second thought', 'third thought', 'fourth thought'];
    for (const [at, ms] of [9_000, 9_000, 1_500, 0].entries()) {
      const text = texts[at] ?? '';
      thinkFor(ms, text);
      await write(system, phone, text);
      await eventually(`a turn thinks about "${text}"`, () => callsAbout(system, text).length > 0);
    }
    await settled(system, phone);

    expect(await statesOf(phone)).toEqual(['superseded', 'superseded', 'answered', 'answered']);
    const answers = answersTo(system, phone);
    expect(answers).toHaveLength(2);
    expect(answers[0]).toMatch(/first thought.*second thought.*third thought/);
    expect(answers[1]).toContain('fourth thought');
    expect(countOf(answers, texts)).toEqual([1, 1, 1, 1]);
    expectOneAtATime(await turnsOf(system, phone));
  });

  it('gives a message of the last moment the next turn, after the answer on its way (P3)', async () => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'whatsapp', kind: 'slow', ms: 700, match: { phone } });
    await write(system, phone, 'early question');
    await eventually('the answer is on its way', async () => {
      return (await messagesOf(system, phone)).some(({ status }) => status === 'sending');
    });
    await write(system, phone, 'last moment');
    await settled(system, phone);
    expect(answersTo(system, phone)).toEqual([
      expect.stringContaining('early question'),
      expect.stringContaining('last moment'),
    ]);
    expect(countOf(answersTo(system, phone), ['early question', 'last moment'])).toEqual([1, 1]);
  });

  it('knows of an answer that the platform has asked to send later, and does not give it again (P6)', async () => {
    const phone = newPhone();
    const backOff = { face: 'whatsapp', kind: 'error', status: 400, code: 131_056, retryAfter: 1 } as const;
    system.simulator.armFault({ ...backOff, match: { phone } });
    await write(system, phone, 'one thing');
    await eventually('the answer waits', async () => {
      return (await messagesOf(system, phone)).some(({ status, attempts }) => status === 'queued' && attempts === 1);
    });
    thinkFor(1_000, 'another thing');
    await write(system, phone, 'another thing');
    await settled(system, phone);

    const answers = answersTo(system, phone);
    expect(countOf(answers, ['one thing', 'another thing'])).toEqual([1, 1]);
    const [call] = callsAbout(system, 'another thing');
    expect(call && promptOf(call)).toContain(`model: ${answers[0]}`);
  });

  it('answers a burst larger than one turn takes without throwing answers away (P3, P11)', async () => {
    const phone = newPhone();
    const texts = Array.from({ length: 60 }, (_, at) => `part ${String(at).padStart(2, '0')}`);
    expect(await deliver(system, webhook(system, { messages: texts.map((text) => textFrom(phone, text)) }))).toBe(200);
    await settled(system, phone);

    expect(await turnsOf(system, phone)).toMatchObject([
      { state: 'answered', message_count: 50 },
      { state: 'answered', message_count: 10 },
    ]);
    expect(countOf(answersTo(system, phone), texts)).toEqual(texts.map(() => 1));
  });

  it('does not hold on to a conversation when the lease is renewed as its turn ends (P3)', async () => {
    const phone = newPhone();
    await system.rows(
      `with held as (insert into conversation (phone, burst_started_at, burst_last_at) values ($1, now(), now()) returning id)
       insert into message (conversation_id, direction, sender_type, message_text) select id, 'inbound', 'customer', 'Hello' from held`,
      [phone],
    );
    const turns = system.app.get(TurnRepository);
    const turn = await turns.begin((await conversationOf(system, phone)).id);
    if (turn === null) throw new Error('The conversation could not be claimed');
    expect(await turns.renew(turn)).toMatchObject({ newer: false });
    await turns.end(turn, turn.burst.messageIds, 'closed', { state: 'silent' });
    expect(await turns.renew(turn)).toBeNull();
    expect(await conversationOf(system, phone)).toMatchObject({ claimed_until: null });
  });

  it("reads a burst in the platform's order, whatever order it arrives in (P3)", async () => {
    const phone = newPhone();
    const arrivals: [string, number][] = [
      ['third word', 10],
      ['first word', 30],
      ['fourth word', 0],
      ['second word', 20],
    ];
    for (const [text, agoS] of arrivals) {
      await deliver(system, webhook(system, { messages: [textFrom(phone, text, {}, agoS)] }));
    }
    await settled(system, phone);
    expect(callsAbout(system, 'fourth word')[0]?.burst).toEqual([
      'first word',
      'second word',
      'third word',
      'fourth word',
    ]);
  });

  it('answers each message exactly once, however customers and model race (P3)', async () => {
    const phones = Array.from({ length: 10 }, newPhone);
    const textsOf = (phone: string): string[] => Array.from({ length: 6 }, (_, at) => `${phone} says ${at}`);
    for (const phone of phones) thinkFor(Math.random() * 400, `${phone} says`, 100);
    await Promise.all(
      phones.map(async (phone) => {
        for (const text of textsOf(phone)) {
          await write(system, phone, text);
          await pause(Math.random() * 1.2 * QUIET_MS);
        }
      }),
    );
    for (const phone of phones) await settled(system, phone);

    for (const phone of phones) {
      expect(countOf(answersTo(system, phone), textsOf(phone))).toEqual([1, 1, 1, 1, 1, 1]);
      const turns = await turnsOf(system, phone);
      expectOneAtATime(turns);
      const kept = turns.filter(({ state }) => state === 'answered').map(({ id }) => id);
      const inbound = (await messagesOf(system, phone)).filter(({ direction }) => direction === 'inbound');
      for (const message of inbound) expect(kept).toContain(message.turn_id);
      expect((await conversationOf(system, phone)).burst_started_at).toBeNull();
    }
  });
});

/** In how many answers each text stands. */
const countOf = (answers: string[], texts: string[]): number[] =>
  texts.map((text) => answers.filter((answer) => answer.includes(`"${text}"`)).length);

const expectOneAtATime = (turns: TurnRow[]): void => {
  for (const [at, turn] of turns.entries()) {
    const previous = turns[at - 1]?.ended_at;
    if (at > 0) expect(Number(turn.started_at)).toBeGreaterThanOrEqual(Number(previous ?? Infinity));
  }
};

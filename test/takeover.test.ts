import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { now } from '../sim/records.js';
import {
  callsAbout,
  conversationOf,
  messagesOf,
  newPhone,
  promptOf,
  quiet,
  turnsOf,
  write,
} from './support/conversation.js';
import { memoryOf } from './support/memory.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';

const ROUNDS = 3;
const AT_ONCE = 20;
const MODEL_MS = 300;

/** What became of one takeover. */
interface Taken {
  phone: string;
  /** When its 200 arrived, by the simulator's clock. */
  at: number;
  inFlight: string[];
}

describe('A takeover', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ BUFFER_QUIET_MS: '60' });
    system.simulator.changeSettings({ modelLatencyMs: [0, MODEL_MS] });
  });
  afterAll(() => system.stop());

  const takeOver = async (phone: string): Promise<Taken> => {
    const { status, body } = await system.call('POST', '/api/v1/takeover', { phone });
    const at = now();
    expect(status).toBe(200);
    const named = (body['in_flight'] ?? []) as { message_id: string }[];
    return { phone, at, inFlight: named.map(({ message_id }) => message_id) };
  };
  const requestsTo = (phone: string) => system.simulator.requests().filter(({ to }) => to === `+${phone}`);

  // These two look at the newest alone, because they are asked all the time.
  const recentCall = (phone: string) =>
    system.simulator.modelCalls(2 * AT_ONCE).find(({ burst }) => burst[0] === `parcel ${phone}`);
  const isRequested = (phone: string) => system.simulator.requests(2 * AT_ONCE).some(({ to }) => to === `+${phone}`);

  /** Moments at which a takeover hurts most. */
  const MOMENTS: ((phone: string) => Promise<unknown>)[] = [
    () => pause(Math.random() * (MODEL_MS + 150)),
    (phone) => soon(() => recentCall(phone) !== undefined).then(() => pause(Math.random() * MODEL_MS)),
    (phone) => soon(() => recentCall(phone)?.endedAt != null).then(() => pause(Math.random() * 25)),
    (phone) => soon(() => isRequested(phone)),
  ];

  const oneTakeover = async (phone: string, at: number): Promise<Taken> => {
    const moment = MOMENTS[at % MOMENTS.length];
    if (at % 3 === 0) {
      system.simulator.armFault({ face: 'whatsapp', kind: 'slow', ms: 50 + Math.random() * 300, match: { phone } });
    }
    await write(system, phone, `parcel ${phone}`);
    await moment?.(phone);
    return takeOver(phone);
  };

  it(`silences the assistant at whatever moment it comes (P4), and leaves no dropped draft in memory (P6)`, async () => {
    const taken: Taken[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const phones = Array.from({ length: AT_ONCE }, newPhone);
      taken.push(...(await Promise.all(phones.map(oneTakeover))));
    }
    await quiet(system);

    const late = taken.filter(({ phone, at, inFlight }) =>
      requestsTo(phone).some(({ receivedAt, label }) => receivedAt > at && !inFlight.includes(label ?? '')),
    );
    expect(late).toEqual([]);
    for (const { phone } of taken) expect((await conversationOf(system, phone)).owner).toBe('human');

    const unanswered = taken.filter(({ phone }) => requestsTo(phone).length === 0).map(({ phone }) => phone);
    expect(unanswered.length, 'takeovers that came before an answer went out').toBeGreaterThan(5);
    expect(unanswered.length, 'takeovers that came after it').toBeLessThan(ROUNDS * AT_ONCE - 5);
    for (const phone of unanswered) {
      const memory = await memoryOf(system, phone);
      expect(memory).toContain('A colleague took the conversation over');
      expect(memory).not.toContain(`You wrote`);
    }
    await expectNoDraftIsRemembered(unanswered.slice(0, 6));
  }, 60_000);

  const expectNoDraftIsRemembered = async (phones: string[]): Promise<void> => {
    const before = system.simulator.modelCalls().length;
    for (const phone of phones) await system.call('POST', '/api/v1/handback', { phone });
    await quiet(system);
    const prompts = system.simulator.modelCalls().slice(before).map(promptOf);
    for (const phone of phones) {
      const own = prompts.filter((prompt) => prompt.includes(`parcel ${phone}`));
      expect(own).toHaveLength(1);
      expect(own[0]).not.toContain('You wrote');
      expect(answersTo(system, phone)).toEqual([expect.stringContaining(`You wrote "parcel ${phone}"`)]);
    }
  };

  describe.concurrent('at a chosen moment', () => {
    // A status would settle a send before its answer does.
    beforeAll(() => void system.simulator.changeSettings({ statuses: [] }));

    it('aborts the running turn, and the model is not waited for', async () => {
      const phone = newPhone();
      system.simulator.armFault({ face: 'gemini', kind: 'slow', ms: 5_000, match: { text: 'think long' } });
      await write(system, phone, 'think long');
      await eventually('the model thinks', () => callsAbout(system, 'think long').length === 1);
      await takeOver(phone);
      expect(await turnsOf(system, phone)).toMatchObject([{ state: 'cancelled', reason: 'taken over' }]);
      await eventually('the model is hung up on', () => callsAbout(system, 'think long')[0]?.aborted === true, 3_000);
    });

    it('is remembered, also where a turn that has lost its claim stores its memory later (P6)', async () => {
      const phone = newPhone();
      system.simulator.armFault({ face: 'gemini', kind: 'slow', ms: 700, match: { text: 'think a moment' } });
      await write(system, phone, 'think a moment');
      await eventually('the model thinks', () => callsAbout(system, 'think a moment').length === 1);
      await takeOver(phone);
      await eventually('the model has answered', () => callsAbout(system, 'think a moment')[0]?.endedAt !== null);
      await quiet(system);
      expect(await memoryOf(system, phone)).toContain('A colleague took the conversation over');
    });

    it('cancels an answer that waits to be sent, also in memory (P4, P6)', async () => {
      const phone = newPhone();
      const backOff = { face: 'whatsapp', kind: 'error', status: 400, code: 131_056, retryAfter: 1 } as const;
      system.simulator.armFault({ ...backOff, match: { phone } });
      await write(system, phone, 'wait for it');
      await eventually('the answer waits', async () => (await messagesOf(system, phone)).at(-1)?.attempts === 1);
      await takeOver(phone);
      expect((await messagesOf(system, phone)).at(-1)).toMatchObject({ sender_type: 'ai', status: 'cancelled' });
      await eventually('memory knows', async () =>
        (await memoryOf(system, phone)).includes('took the conversation over'),
      );
      expect(await memoryOf(system, phone)).not.toContain('You wrote');
      await quiet(system);
      expect(requestsTo(phone)).toHaveLength(1);
    });

    it('waits for a message on its way, and names the one it cannot wait for (P4)', async () => {
      const [short, long] = [newPhone(), newPhone()];
      const onItsWay = async (phone: string, ms: number): Promise<Awaited<ReturnType<TestSystem['call']>>> => {
        system.simulator.armFault({ face: 'whatsapp', kind: 'slow', ms, match: { phone } });
        await write(system, phone, `parcel ${phone}`);
        await soon(() => isRequested(phone));
        return system.call('POST', '/api/v1/takeover', { phone });
      };
      const [waited, named] = await Promise.all([onItsWay(short, 600), onItsWay(long, 2_600)]);
      expect(waited.body).toEqual({ status: 'takeover_complete' });
      expect((await messagesOf(system, short)).at(-1)?.status).toBe('sent');
      const message = (await messagesOf(system, long)).at(-1);
      expect(named.body).toEqual({
        status: 'takeover_complete',
        in_flight: [{ message_id: message?.id, text: message?.message_text }],
      });
      expect(requestsTo(long)[0]?.label).toBe(message?.id);
    });
  });
});

/** Asks every other millisecond, for some two seconds at most. */
const soon = async (condition: () => boolean): Promise<void> => {
  for (let ms = 0; ms < 2_000 && !condition(); ms += 2) await pause(2);
};

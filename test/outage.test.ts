import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutageService } from '../src/conversation/outage/outage.service.js';
import { callsAbout, conversationOf, newPhone, settled, write } from './support/conversation.js';
import { operator, TWO_OPERATORS } from './support/operators.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';

const NOTICE = 'We will answer soon.';
const HANDOFF = 'A colleague will answer.';
const SETTINGS = {
  ...TWO_OPERATORS,
  MODEL_OUTAGE_FAILURES: '3',
  OUTAGE_MESSAGE: NOTICE,
  HANDOFF_MESSAGE: HANDOFF,
};

describe('While the model is away', () => {
  let system: TestSystem;
  afterEach(() => system.stop());

  /** Every request to the model fails from now on; the first customers find it out, and the last of them waits. */
  const away = async (): Promise<string> => {
    system.simulator.armFault({ face: 'gemini', kind: 'error', status: 503, times: 1_000_000 });
    const phones = [newPhone(), newPhone(), newPhone()];
    for (const phone of phones) await write(system, phone, 'finding out');
    await eventually('the model is known to be away', async () => (await checks())['model'] === 'away', 20_000);
    const rows = () => system.rows<{ phone: string }>(`select phone from conversation where model_wait = 'waits'`);
    await eventually('the last of them waits', async () => (await rows()).length === 1);
    return (await rows())[0]?.phone ?? '';
  };
  const checks = async () => (await system.call('GET', '/health')).body['checks'] as Record<string, string>;
  const back = (): void => system.simulator.disarmFaults();
  /** Half a minute passes for the breaker. */
  const probeIsDue = (): Promise<unknown[]> => system.rows(`update model_breaker set probe_at = now()`);
  const isWaiting = async (phone: string): Promise<boolean> =>
    (await system.rows(`select 1 from conversation where phone = $1 and model_wait = 'waits'`, [phone])).length > 0;
  const waits = (phone: string): Promise<void> => eventually(`${phone} waits`, () => isWaiting(phone), 20_000);
  const arrive = async (words: string): Promise<string> => {
    const phone = newPhone();
    await write(system, phone, words);
    await waits(phone);
    return phone;
  };
  const receivedAt = (words: string): number => callsAbout(system, words).at(-1)?.receivedAt ?? Infinity;

  describe('and comes back', () => {
    let first: string;
    beforeEach(async () => {
      system = await startSystem({ ...SETTINGS, CATCH_UP_PER_SECOND: '2' });
      first = await away();
    });

    it('customers are told once, nobody asks it but a probe, and all are answered in their order (P8)', async () => {
      const words = Array.from({ length: 8 }, (_, at) => `waiting customer ${at}`);
      const phones = [first];
      for (const text of words) phones.push(await arrive(text));
      await write(system, first, 'are you there?');
      await waits(first);
      for (const phone of phones) {
        expect((await conversationOf(system, phone)).owner).toBe('ai');
        await eventually('the customer is told', () => answersTo(system, phone).length > 0);
        expect(answersTo(system, phone)).toEqual([NOTICE]);
      }
      expect(words.flatMap((text) => callsAbout(system, text))).toEqual([]);
      expect((await system.call('GET', '/health')).body['status']).toBe('degraded');
      expect((await system.call('GET', '/stats')).body['model']).toEqual({
        away_since: expect.any(String),
        waiting: phones.length,
      });

      await probeIsDue();
      await eventually('a probe finds it away', () => callsAbout(system, 'are you there?').length === 1);
      await waits(first);
      expect(words.flatMap((text) => callsAbout(system, text))).toEqual([]);

      back();
      await probeIsDue();
      await eventually('all are answered', () => phones.every((phone) => answersTo(system, phone).length > 1), 30_000);
      const order = ['are you there?', ...words].map(receivedAt);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
      expect(Number(order.at(-1)) - Number(order[0])).toBeGreaterThan(2_000);
      for (const phone of phones) {
        await settled(system, phone);
        expect(answersTo(system, phone)).toHaveLength(2);
        expect(answersTo(system, phone)[1]).toMatch(/\(simulated answer\)$/);
      }
      expect(Object.keys(await checks())).toEqual(['database', 'redis', 'workers']);
      expect((await system.call('GET', '/stats')).body['model']).toEqual({ away_since: null, waiting: 0 });
    });

    it('those who waited are let through at one rate, however many processes look after them', async () => {
      for (let at = 0; at < 8; at++) await arrive(`waiting customer ${at}`);
      await system.rows('update model_breaker set opened_at = null, failures = 0, probe_at = null');
      for (let sweep = 0; sweep < 5; sweep++) await system.app.get(OutageService).admit(2);
      const waiting = await system.rows(`select 1 from conversation where model_wait = 'waits'`);
      expect(waiting.length).toBeGreaterThan(0);
      expect(waiting.length).toBeLessThanOrEqual(9 - 4);
    });

    it('a newcomer queues behind those who waited, unless it finds out that the model is back', async () => {
      const phones = [await arrive('an early question'), await arrive('an early question too')];
      back();
      await probeIsDue();
      const newcomer = newPhone();
      await write(system, newcomer, 'a late question');
      for (const phone of [...phones, newcomer]) await settled(system, phone);
      for (const phone of phones) expect(answersTo(system, phone)).toEqual([NOTICE, expect.stringContaining('early')]);
      expect(answersTo(system, newcomer).at(-1)).toContain('a late question');
    });

    it('a person is asked for, takes over, answers and hands back all the while (P4, P8)', async () => {
      const anna = operator(system, 'anna');
      const asking = newPhone();
      await write(system, asking, 'a human please');
      await settled(system, asking);
      expect((await conversationOf(system, asking)).handoff?.reason).toBe('customer_asked');

      const phone = await arrive('help me quickly');
      expect((await anna.post('takeover', { phone })).status).toBe(200);
      expect((await anna.post('operator-message', { phone, message: 'Here I am' })).status).toBe(200);
      expect((await anna.post('handback', { phone })).status).toBe(200);
      const silent = await arrive('somebody took over and said nothing');
      await anna.post('takeover', { phone: silent });
      await anna.post('handback', { phone: silent });
      await waits(silent);
      back();
      await probeIsDue();
      await settled(system, silent);
      expect(answersTo(system, silent).slice(0, 2)).toEqual([NOTICE, expect.stringContaining('somebody took over')]);
      expect(answersTo(system, phone)).toEqual([NOTICE, 'Here I am']);
    });
  });

  it('whoever waits too long is given to a person (P8)', async () => {
    system = await startSystem({ ...SETTINGS, MODEL_WAIT_LIMIT_MS: '4000' });
    await away();
    const phones = [await arrive('one who waits'), await arrive('another who waits')];
    for (const phone of phones) {
      await settled(system, phone);
      expect(await conversationOf(system, phone)).toMatchObject({
        owner: 'waiting',
        handoff: { reason: 'model_failed', summary: expect.stringContaining('away for longer') },
      });
      expect(answersTo(system, phone)).toEqual([NOTICE, HANDOFF]);
    }
    expect((await system.call('GET', '/stats')).body['model']).toMatchObject({ waiting: 0 });
  });

  it('a few failures of their own give each customer to a person, and open nothing', async () => {
    system = await startSystem(SETTINGS);
    for (const text of ['broken one', 'broken two']) {
      system.simulator.armFault({ face: 'gemini', kind: 'error', status: 503, times: 3, match: { text } });
      const phone = newPhone();
      await write(system, phone, text);
      await settled(system, phone);
      expect((await conversationOf(system, phone)).handoff?.reason).toBe('model_failed');
    }
    const phone = newPhone();
    await write(system, phone, 'a question in between');
    await settled(system, phone);
    expect(await system.rows('select failures, opened_at from model_breaker')).toEqual([
      { failures: 0, opened_at: null },
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';

describe('A burst of messages', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  it('gets one answer that takes in all of it (P3)', async () => {
    const phone = '15550100001';
    for (const text of ['one apple', 'two pears', 'three plums']) system.simulator.writeAsCustomer(phone, { text });

    await eventually('the customer is answered', () => answersTo(system, phone).length > 0);
    await eventually('the burst is settled', async () => {
      const open = await system.rows('select 1 from conversation where phone = $1 and burst_started_at is not null', [
        phone,
      ]);
      return open.length === 0;
    });

    expect(answersTo(system, phone)).toHaveLength(1);
    for (const text of ['one apple', 'two pears', 'three plums']) expect(answersTo(system, phone)[0]).toContain(text);
    const turns = await system.rows<{ state: string; message_count: number }>('select state, message_count from turn');
    expect(turns).toEqual([{ state: 'answered', message_count: 3 }]);
  });
});

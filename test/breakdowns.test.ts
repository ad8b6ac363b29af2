import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callsAbout, conversationOf, exchange, newPhone, turnsOf } from './support/conversation.js';
import { answersTo, startSystem, type TestSystem } from './support/system.js';

const FAILED = `
  insert into turn (conversation_id, state, reason, fence, epoch, message_count, worker, started_at, ended_at)
  select id, 'failed', $3, fence, epoch, 1, worker, clock_timestamp(), clock_timestamp()
    from conversation, unnest($2::uuid[]) as worker where phone = $1`;

/** The claim has just run out, so that no sweep has closed the turn yet. */
const UNNOTICED = `
  with dead as (
    insert into conversation (phone, claimed_until) values ($1, clock_timestamp()) returning id, fence, epoch
  )
  insert into turn (conversation_id, fence, epoch, message_count, worker, started_at)
  select id, fence, epoch, 1, $2, clock_timestamp() from dead`;

const WITH_PERSON = {
  asked: 0,
  owner: 'waiting',
  handoff: { reason: 'turn_crashed', summary: expect.stringContaining('broke off 3 times') },
  turn: 'handed_over',
};

describe('A burst whose worker stopped three times (P8)', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const newWorkers = (count: number): string[] => Array.from({ length: count }, () => randomUUID());

  /** A customer's turns broke off with these workers. */
  const brokeOff = (phone: string, workers: string[], reason = 'its worker stopped') =>
    system.rows(FAILED, [phone, workers, reason]);

  /** A known customer whose burst has been aboard three workers that stopped. */
  const newVictim = async (): Promise<{ phone: string; workers: string[] }> => {
    const [phone, workers] = [newPhone(), newWorkers(3)];
    await exchange(system, phone, 'Hello');
    await brokeOff(phone, workers);
    await system.rows('update conversation set burst_attempts = 3 where phone = $1', [phone]);
    return { phone, workers };
  };

  /** Others were aboard these. */
  const stoppedElsewhere = async (workers: string[], reason?: string): Promise<void> => {
    const phone = newPhone();
    await exchange(system, phone, 'Hello');
    await brokeOff(phone, workers, reason);
  };

  /** What became of the customer's words. */
  const outcomeOf = async (phone: string, words: string) => {
    const { owner, handoff } = await conversationOf(system, phone);
    return {
      asked: callsAbout(system, words).length,
      owner,
      handoff,
      turn: (await turnsOf(system, phone)).at(-1)?.state,
    };
  };

  it('is answered at the next attempt where workers stopped without it too, also those nobody noticed', async () => {
    const { phone } = await newVictim();
    await stoppedElsewhere(newWorkers(1));
    await system.rows(UNNOTICED, [newPhone(), ...newWorkers(1)]);
    await exchange(system, phone, 'Am I heard?');
    expect(await outcomeOf(phone, 'Am I heard?')).toEqual({ asked: 1, owner: 'ai', handoff: null, turn: 'answered' });
    expect(answersTo(system, phone)).toHaveLength(2);
  });

  it('goes to a person where no worker stopped without it since it was first tried', async () => {
    await stoppedElsewhere(newWorkers(9));
    const { phone } = await newVictim();
    await exchange(system, phone, 'Poison');
    expect(await outcomeOf(phone, 'Poison')).toMatchObject(WITH_PERSON);
  });

  it('goes to a person where only its own workers took others with them', async () => {
    const { phone, workers } = await newVictim();
    await stoppedElsewhere([...workers, ...newWorkers(1)]);
    await exchange(system, phone, 'Poison in company');
    expect(await outcomeOf(phone, 'Poison in company')).toMatchObject(WITH_PERSON);
  });

  it("does not count others' turns that broke off while their workers lived", async () => {
    const { phone } = await newVictim();
    await stoppedElsewhere(newWorkers(9), 'a failure of its own');
    await exchange(system, phone, 'Poison among failures');
    expect(await outcomeOf(phone, 'Poison among failures')).toMatchObject(WITH_PERSON);
  });
});

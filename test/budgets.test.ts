import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callsAbout, conversationOf, exchange, newPhone, promptOf, turnsOf, write } from './support/conversation.js';
import { operator, type Operator, TWO_OPERATORS } from './support/operators.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';

const HANDOFF = 'A colleague will answer.';

interface AssistantFigures {
  today: Record<string, number>;
  this_month: Record<string, number>;
  month_budget_usd: number;
}

const figuresOf = async (system: TestSystem): Promise<AssistantFigures> =>
  (await system.call('GET', '/stats')).body['assistant'] as AssistantFigures;

describe('What turns use', () => {
  let system: TestSystem;
  let anna: Operator;
  beforeAll(async () => {
    system = await startSystem({ ...TWO_OPERATORS });
    anna = operator(system, 'anna');
  });
  afterAll(() => system.stop());

  it('is on each turn and summed for today and this month', async () => {
    expect(await figuresOf(system)).toMatchObject({ today: { turns: 0, cost_usd: 0 }, month_budget_usd: 100 });
    const [phone, other] = [newPhone(), newPhone()];
    system.simulator.armFault({ face: 'gemini', kind: 'thought-only', match: { text: 'think twice' } });
    await exchange(system, phone, 'think twice');
    await exchange(system, other, 'a human please');
    const [turn] = await turnsOf(system, phone);
    expect(turn).toMatchObject({ state: 'answered', model_calls: 2, tool_calls: 0, cached_tokens: 0 });
    const { input_tokens: input = 0, output_tokens: output = 0, thought_tokens: thought = 0 } = turn ?? {};
    expect(thought).toBeGreaterThan(0);
    expect(Number(turn?.cost_micro_usd)).toBeCloseTo(
      1.5 * Number(input) + 7.5 * (Number(output) + Number(thought)),
      -1,
    );
    expect(turn?.model_ms).toBeGreaterThanOrEqual(40);
    const { today, this_month: month } = await figuresOf(system);
    expect(today).toEqual({
      turns: 2,
      answered: 1,
      silent: 0,
      handed_over: 1,
      superseded: 0,
      cancelled: 0,
      failed: 0,
      model_calls: 2,
      tool_calls: 0,
      input_tokens: input,
      cached_tokens: 0,
      output_tokens: output,
      thought_tokens: thought,
      cost_usd: Number(turn?.cost_micro_usd) / 1_000_000,
      average_model_ms: Math.round(Number(turn?.model_ms) / 2),
      average_turn_ms: expect.any(Number),
    });
    expect(month).toEqual(today);
  });

  it('is counted too when a person ends the turn', async () => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'gemini', kind: 'hang', match: { text: 'a lengthy matter' } });
    await write(system, phone, 'a lengthy matter');
    await eventually('the model is asked', () => callsAbout(system, 'a lengthy matter').length === 1);
    await anna.post('takeover', { phone });
    await eventually('the turn is counted', async () => (await turnsOf(system, phone))[0]?.cost_micro_usd !== null);
    expect(await turnsOf(system, phone)).toMatchObject([{ state: 'cancelled', reason: 'taken over', model_calls: 1 }]);
    expect((await turnsOf(system, phone))[0]?.input_tokens).toBeGreaterThan(100);
    expect((await figuresOf(system)).today).toMatchObject({ cancelled: 1 });
  });

  it('does not grow with the length of what a customer writes (P11)', async () => {
    const phone = newPhone();
    const flood = Array.from({ length: 40 }, (_, at) => `flood ${at} ${'x'.repeat(4_080)}`);
    await Promise.all(flood.map((text) => write(system, phone, text)));
    await eventually('it is answered', () => answersTo(system, phone).length > 0);
    await exchange(system, phone, 'and after the flood');
    for (const call of callsAbout(system, 'flood')) expect(promptOf(call).length).toBeLessThan(50_000);
    for (const turn of await turnsOf(system, phone)) expect(Number(turn.input_tokens)).toBeLessThan(20_000);
  });
});

describe('A limit that is reached', () => {
  let system: TestSystem;
  let anna: Operator;
  beforeAll(async () => {
    const limits = { CUSTOMER_TURNS_PER_DAY: '2', CUSTOMER_TOKENS_PER_DAY: '4000', MONTHLY_BUDGET_USD: '0.05' };
    system = await startSystem({ ...TWO_OPERATORS, ...limits, HANDOFF_MESSAGE: HANDOFF });
    anna = operator(system, 'anna');
  });
  afterAll(() => system.stop());

  const expectOverBudget = async (phone: string, cause: string): Promise<void> => {
    const { owner, handoff } = await conversationOf(system, phone);
    expect({ owner, handoff }).toMatchObject({
      owner: 'waiting',
      handoff: { reason: 'budget', summary: expect.stringContaining(cause) },
    });
  };

  it('asks for a person, and tells the customer once a day', async () => {
    const phone = newPhone();
    for (const text of ['first', 'second', 'third']) await exchange(system, phone, `my ${text} question`);
    await expectOverBudget(phone, 'answers a customer 2 times a day');
    expect(answersTo(system, phone).slice(2)).toEqual([HANDOFF]);

    await anna.post('handback', { phone });
    await exchange(system, phone, 'my fourth question');
    await expectOverBudget(phone, 'answers a customer 2 times a day');
    expect(answersTo(system, phone)).toHaveLength(3);
    expect((await turnsOf(system, phone)).map((turn) => turn.model_calls)).toEqual([1, 1, null, null]);
    expect(callsAbout(system, 'my third question')).toEqual([]);

    await system.rows(`update conversation set spent_on = spent_on - 1, budget_told_on = budget_told_on - 1`);
    await anna.post('handback', { phone });
    await exchange(system, phone, 'my question of the next day');
    expect(await conversationOf(system, phone)).toMatchObject({ owner: 'ai' });
    expect(answersTo(system, phone)).toHaveLength(4);
  });

  it('counts tokens of one customer, and leaves the others alone', async () => {
    const [phone, other] = [newPhone(), newPhone()];
    system.simulator.armFault({ face: 'gemini', kind: 'reply', text: 'word '.repeat(3_200), match: { text: 'much' } });
    await exchange(system, phone, 'tell me much');
    await exchange(system, phone, 'and more');
    await expectOverBudget(phone, 'A customer may use 4000 tokens a day.');
    await exchange(system, other, 'and me?');
    expect((await conversationOf(system, other)).owner).toBe('ai');
  });

  it('holds for all together when many ask at once, to within the turns in flight', async () => {
    await system.rows('delete from spending');
    system.simulator.armFault({
      face: 'gemini',
      kind: 'reply',
      text: 'word '.repeat(1_000),
      times: 99,
      match: { text: 'dear' },
    });
    const phones = Array.from({ length: 40 }, () => newPhone());
    await Promise.all(phones.map((phone) => exchange(system, phone, 'a dear question')));
    const { this_month: month } = await figuresOf(system);
    const oneTurn = Number(month['cost_usd']) / Number(month['answered']);
    expect(month['handed_over']).toBeGreaterThan(10);
    expect(month['cost_usd']).toBeGreaterThanOrEqual(0.05);
    expect(month['cost_usd']).toBeLessThan(0.05 + oneTurn * system.settings.WORKER_CONCURRENCY);
    await expectOverBudget(
      (
        await system.rows<{ phone: string }>(
          `select phone from conversation where handoff ->> 'reason' = 'budget' order by updated_at desc limit 1`,
        )
      )[0]?.phone ?? '',
      "The month's budget of 0.05 USD is spent.",
    );
  });

  it('never stands between a customer and a person', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'a human please');
    expect((await conversationOf(system, phone)).handoff?.reason).toBe('customer_asked');
  });
});

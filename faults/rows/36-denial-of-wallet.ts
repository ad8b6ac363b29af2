import { setTimeout as pause } from 'node:timers/promises';
import { now } from '../../sim/records.js';
import { until } from '../../sim/until.js';
import { answerTimes, slowdown } from '../history/answer-times.js';
import { atOnce } from '../stage/at-once.js';
import { acknowledged } from '../stage/customers.js';
import { keepBusy } from '../stage/load.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

/** The longest that WhatsApp lets people type. */
const LONG_WORDS = 'x'.repeat(4_050);
const SOME_WORDS = 'x'.repeat(1_500);
const AT_A_TIME = 4;
const TURNS = 25;
const REACHED_WITHIN_MS = 90_000;
const HANDBACKS = 3;
/** 40,000 characters of conversation, 6,000 of passages, and their frame. */
const MOST_PROMPT = 50_000;
const MONTH_USD = 0.1;
const MOST_RATIO = 1.5;

/** One number writes as much as it can, one goes on for long, and many together use up the month. */
export const denialOfWallet: Row = {
  number: 36,
  title: 'denial of wallet',
  bar: `no turn over a budget, prompts <= ${MOST_PROMPT} characters, others' p95 <= ${MOST_RATIO}x`,
  atATime: 1,
  async run(trial) {
    await oneNumber(trial);
    await everybody(trial);
  },
};

async function oneNumber(trial: Trial): Promise<void> {
  const scene = await trial.open({ workers: 2, env: { CUSTOMER_TURNS_PER_DAY: String(TURNS) } });
  const others = keepBusy(
    3,
    () => 150,
    () => scene.customers.burst(scene.customers.newcomer(), 1),
  );
  await pause(trial.size(6_000, 60_000));
  const attackedAt = now();
  const attacker = scene.customers.newcomer();
  const flood = keepBusy(
    1,
    () => trial.size(250, 600),
    () => writeAtOnce(scene, attacker),
  );
  const regular = goOn(scene, scene.customers.newcomer(), trial.size(22, 24));
  await waits(trial, scene, attacker);
  for (let handback = 0; handback < HANDBACKS; handback++) {
    await scene.operator().handBack(attacker);
    await waits(trial, scene, attacker);
  }
  await pause(trial.size(0, 200_000));
  await Promise.all([flood.stop(), regular]);
  await others.stop();
  const { history, dump } = await trial.check(scene, { anyOrder: true });

  const calls = scene.simulator.modelCalls();
  const aboutAttacker = calls.filter(({ burst }) => burst[0]?.includes(attacker));
  trial.demand('turn of one customer', TURNS, aboutAttacker.length);
  trial.expect(aboutAttacker.length <= TURNS, `the model was asked ${aboutAttacker.length} times about one customer`);
  const longest = Math.max(...calls.map(({ body }) => JSON.stringify((body as { contents: unknown }).contents).length));
  trial.expect(longest <= MOST_PROMPT, `a prompt has ${longest} characters`);
  const written = dump.messages.filter(({ words }) => words?.includes(attacker)).length;
  trial.see(
    `${aboutAttacker.length} questions about ${written} messages of one number, prompts <= ${longest} characters`,
  );
  const ofOthers = answerTimes(history).filter(({ customer }) => customer !== attacker);
  const { before, since, ratio } = slowdown(ofOthers, attackedAt);
  trial.expect(ratio <= MOST_RATIO, `others' p95 grew from ${Math.round(before)} to ${Math.round(since)} ms`);
  trial.see(`others' p95 ${Math.round(before)} ms before, ${Math.round(since)} ms meanwhile`);
}

async function writeAtOnce(scene: Scene, phone: string): Promise<void> {
  const deliveries = Array.from({ length: AT_A_TIME }, () => scene.customers.write(phone, LONG_WORDS));
  for (const delivery of deliveries) await acknowledged(delivery);
}

/** A conversation that never ends: each text is written when the one before is answered. */
async function goOn(scene: Scene, phone: string, turns: number): Promise<void> {
  const answers = () => scene.simulator.thread(phone).filter(({ direction }) => direction === 'outbound').length;
  for (let turn = 0; turn < turns; turn++) {
    await scene.customers.burst(phone, 1, SOME_WORDS);
    await until(() => answers() > turn, 30_000);
  }
}

const waits = (trial: Trial, scene: Scene, phone: string): Promise<void> =>
  trial.eventually(
    'a budget is reached',
    async () =>
      (
        await scene.rows(
          `select 1 from conversation where phone = $1 and owner = 'waiting' and handoff ->> 'reason' = 'budget'`,
          [phone],
        )
      ).length > 0,
    REACHED_WITHIN_MS,
  );

/** What one turn costs at most may be spent over the month's budget by each that was running when it was reached. */
async function everybody(trial: Trial): Promise<void> {
  const scene = await trial.open({ env: { MONTHLY_BUDGET_USD: String(MONTH_USD) } });
  const customers = scene.customers.newcomers(trial.size(40, 200));
  await atOnce(AT_A_TIME, customers, async (phone) => {
    await scene.customers.burst(phone, 1, LONG_WORDS);
    await until(() => scene.simulator.thread(phone).some(({ direction }) => direction === 'outbound'), 30_000);
  });
  await trial.check(scene);
  const [spent] = await scene.rows<{ usd: number; dearest: number; over: number }>(
    `select sum(cost_micro_usd)::float8 / 1e6 as usd, max(cost_micro_usd)::float8 / 1e6 as dearest,
            count(*) filter (where reason = 'budget')::int as over from turn`,
  );
  const { usd = Infinity, dearest = 0, over = 0 } = spent ?? {};
  const most = MONTH_USD + AT_A_TIME * dearest;
  trial.expect(usd <= most, `${usd} USD were spent of a budget of ${MONTH_USD}`);
  const questions = scene.simulator.modelCalls().length;
  trial.expect(questions + over === customers.length, `${questions} questions, ${over} turns over the budget`);
  trial.demand('turn over the budget of the month', customers.length / 4, over);
  trial.see(`${usd.toFixed(3)} USD of ${MONTH_USD} spent by ${questions} customers, ${over} with a person`);
}

import { setTimeout as pause } from 'node:timers/promises';
import { now } from '../../sim/records.js';
import type { Run } from '../checker/run.js';
import { eventsOf } from '../history/events.js';
import { atOnce } from '../stage/at-once.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const NOTICE = 'You will get an answer here soon.';
const FAILURES = 5;
const PER_SECOND = 5;
/** What the sweep lets through at a time. */
const ONE_BATCH = 2 * PER_SECOND;
const PROBES_A_MINUTE = 2;
/** Those let through so close together have their turns side by side. */
const TOGETHER_MS = 1_000;
const SEEN_WITHIN_MS = 20_000;
/** Turns that were begun before the model counted as away have ended. */
const LAST_TRIES_MS = 5_000;

/** Milliseconds since the outage began, and how many customers. */
interface Plan {
  limitMs: number;
  youngFromMs: number;
  awayMs: number;
  old: number;
  young: number;
}

/** Whoever writes at the beginning waits too long; whoever writes from `youngFromMs` on does not. */
const SHORT: Plan = { limitMs: 24_000, youngFromMs: 22_000, awayMs: 28_000, old: 6, young: 20 };
const LONG: Plan = { limitMs: 400_000, youngFromMs: 330_000, awayMs: 600_000, old: 40, young: 160 };

/** The model refuses every question for long, while customers write and an operator works. */
export const modelOutage: Row = {
  number: 32,
  title: 'a long outage of the model',
  bar: 'asked twice a minute at most; one notice each; then in order at the set rate; the oldest with a person',
  atATime: 2,
  slow: true,
  async run(trial) {
    const plan = trial.long ? LONG : SHORT;
    const env = {
      MODEL_OUTAGE_FAILURES: String(FAILURES),
      CATCH_UP_PER_SECOND: String(PER_SECOND),
      MODEL_WAIT_LIMIT_MS: String(plan.limitMs),
      OUTAGE_MESSAGE: NOTICE,
    };
    const scene = await trial.open({ workers: 2, env });
    const began = now();
    const finders = await findOut(trial, scene);
    const awayAt = now();
    const old = scene.customers.newcomers(plan.old);
    await atOnce(1, old, (phone) => scene.customers.burst(phone, 1));
    await pause(began + plan.youngFromMs - now());
    const young = scene.customers.newcomers(plan.young);
    await atOnce(1, young, async (phone) => {
      await scene.customers.burst(phone, 1);
      await pause((plan.awayMs - plan.youngFromMs) / plan.young);
    });
    const taken = young.splice(1, 1)[0] as string;
    await speakMeanwhile(trial, scene, taken);
    await pause(began + plan.awayMs - now());
    const backAt = now();
    scene.simulator.disarmFaults();
    const run = await trial.check(scene, { limitMs: 60_000 });

    trial.demand('refusal', 3 * FAILURES, scene.simulator.overview().faultsFired['gemini/error'] ?? 0);
    checkProbes(trial, scene, awayAt + LAST_TRIES_MS, backAt);
    checkNotices(trial, scene, [...old, ...young, taken], finders);
    checkCatchUp(trial, run, young, backAt);
    await checkWithPerson(trial, scene, old);
  },
};

/** The first customers find out: some of their questions are refused with a hint when to come back, some without. */
async function findOut(trial: Trial, scene: Scene): Promise<string[]> {
  const finders = scene.customers.newcomers(FAILURES);
  for (const phone of finders.slice(2))
    scene.simulator.armFault({
      face: 'gemini',
      kind: 'error',
      status: 429,
      retryAfter: 1,
      times: 100,
      match: { text: phone },
    });
  scene.simulator.armFault({ face: 'gemini', kind: 'error', status: 503, times: 1_000_000 });
  await atOnce(FAILURES, finders, (phone) => scene.customers.burst(phone, 1));
  await trial.eventually('the model is known to be away', () => isAway(scene), SEEN_WITHIN_MS);
  return finders;
}

async function isAway(scene: Scene): Promise<boolean> {
  const health = (await (await fetch(`${scene.url}/health`)).json()) as { checks?: { model?: string } };
  return health.checks?.model === 'away';
}

/** A person is no worse off without the model. */
async function speakMeanwhile(trial: Trial, scene: Scene, phone: string): Promise<void> {
  const anna = scene.operator('anna');
  const taken = await anna.takeOver(phone);
  const said = await anna.say(phone, 'I am here');
  trial.expect(taken.status === 200 && said.status === 200, `a person was answered ${taken.status} and ${said.status}`);
}

function checkProbes(trial: Trial, scene: Scene, from: number, to: number): void {
  const probes = scene.simulator.modelCalls().filter(({ receivedAt: at }) => at > from && at < to).length;
  const most = Math.ceil(((to - from) / 60_000) * PROBES_A_MINUTE);
  trial.expect(probes <= most, `the model was asked ${probes} times while it was away, and ${most} times at most`);
  trial.see(`${probes} probes in ${Math.round((to - from) / 1_000)} s`);
}

function checkNotices(trial: Trial, scene: Scene, waited: readonly string[], finders: readonly string[]): void {
  const notices = eventsOf(scene.history(), 'arrived').filter(({ words }) => words === NOTICE);
  const times = (phone: string): number => notices.filter(({ customer }) => customer === phone).length;
  const untold = waited.filter((phone) => times(phone) === 0).length;
  const often = [...waited, ...finders].filter((phone) => times(phone) > 1).length;
  trial.expect(untold + often === 0, `${untold} customers were not told of the outage, ${often} more than once`);
}

/** Those who waited get their turns in the order in which they wrote, and not all at once. */
function checkCatchUp(trial: Trial, { dump }: Run, young: readonly string[], backAt: number): void {
  const idOf = new Map(dump.conversations.map(({ customer, id }) => [customer, id]));
  const turns = dump.turns.filter(({ startedAt, state }) => startedAt >= backAt && state === 'answered');
  const begunAt = young.flatMap(
    (phone) => turns.find(({ conversation }) => conversation === idOf.get(phone))?.startedAt ?? [],
  );
  trial.expect(begunAt.length === young.length, `${begunAt.length} of ${young.length} who waited were answered`);
  const overtaken = begunAt.filter((at, place) =>
    begunAt.slice(place).some((later) => later + TOGETHER_MS < at),
  ).length;
  trial.expect(overtaken === 0, `${overtaken} customers had their turn after one who had written later`);
  const tookMs = Math.max(...begunAt) - Math.min(...begunAt);
  const leastMs = ((young.length - ONE_BATCH) / PER_SECOND) * 1_000;
  trial.expect(tookMs >= leastMs, `${young.length} who waited were let through within ${Math.round(tookMs)} ms`);
  trial.see(`${begunAt.length} answered in order within ${(tookMs / 1_000).toFixed(1)} s`);
}

async function checkWithPerson(trial: Trial, scene: Scene, old: readonly string[]): Promise<void> {
  const rows = await scene.rows(
    `select 1 from conversation where phone = any($1) and owner = 'waiting' and handoff ->> 'reason' = 'model_failed'`,
    [old],
  );
  trial.expect(rows.length === old.length, `${rows.length} of ${old.length} who waited too long are with a person`);
  trial.see(`${rows.length} who waited too long with a person`);
}

import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../sim/until.js';
import { atOnce } from '../stage/at-once.js';
import type { Operator } from '../stage/operators.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const AT_ONCE = 25;
const MODEL_MS = 300;
/** Between the claim of a message and its request: longer than a takeover takes that does not wait for the request. */
const DAWDLE = 'before-send=delay:400@1+';
/** Nobody waits longer for the moment of a takeover. */
const SOON_MS = 3_000;
/** The simulator's newest records are asked for all the time. */
const RECENT = 4 * AT_ONCE;

/** Takeovers at any moment of a turn, most of them just when the answer is about to go out. */
export const takeover: Row = {
  number: 19,
  title: 'takeover during a turn',
  bar: 'after it returned nothing from the assistant but what it named; it names what hangs',
  slow: true,
  async run(trial) {
    const scene = await trial.open({ webs: 2, workers: 0 });
    await Promise.all(Array.from({ length: trial.size(2, 3) }, () => scene.startWorker(DAWDLE)));
    scene.simulator.changeSettings({ modelLatencyMs: [0, MODEL_MS] });
    const anna = scene.operator('anna');
    const customers = scene.customers.newcomers(trial.size(300, 2_000));
    const kills = trial.size(2, 20);
    const killing = killWorkersMeanwhile(trial, scene, kills);
    await atOnce(AT_ONCE, customers, (phone, at) =>
      takeOverAt(MOMENTS[at % MOMENTS.length], phone, { trial, scene, anna }),
    );
    await killing;
    await takeOverFromSilence({ trial, scene, anna });
    trial.demand('takeover', customers.length, customers.length);
    trial.demand('kill worker', kills, scene.recorder.fired('kill worker'));
    await scene.settled(20_000);
    await scene.ageDoubts();
    const { history, dump } = await trial.check(scene, { resends: true, orphanedCalls: true });

    const owned = dump.conversations.filter(({ owner }) => owner !== 'human').length;
    trial.expect(owned === 0, `${owned} conversations are not with the operator who took them`);
    const reached = new Set(history.flatMap((one) => (one.event === 'arrived' ? [one.customer] : [])));
    const answered = customers.filter((phone) => reached.has(phone)).length;
    const silenced = customers.length - answered;
    trial.demand('takeover before the answer', customers.length / 10, silenced);
    trial.demand('takeover after the answer', customers.length / 10, answered);
  },
};

interface Stage {
  trial: Trial;
  scene: Scene;
  anna: Operator;
}

type Moment = (phone: string, stage: Stage) => Promise<unknown>;

const isAsked = ({ scene }: Stage, phone: string): boolean =>
  scene.simulator.modelCalls(RECENT).some(({ burst }) => burst[0]?.includes(phone));
const isThought = ({ scene }: Stage, phone: string): boolean =>
  scene.simulator.modelCalls(RECENT).some(({ burst, endedAt }) => endedAt !== null && burst[0]?.includes(phone));
const isRequested = ({ scene }: Stage, phone: string): boolean =>
  scene.simulator.requests(RECENT).some(({ to }) => to === `+${phone}`);

const CLAIMED = `
  select 1 from message m join conversation c on c.id = m.conversation_id where c.phone = $1 and m.status = 'sending'`;
const isClaimed = async ({ scene }: Stage, phone: string): Promise<boolean> =>
  (await scene.rows(CLAIMED, [phone])).length > 0;

/** Two of three are aimed at the moment at which the answer goes out. */
const MOMENTS: readonly Moment[] = [
  (_, { trial }) => pause(trial.random.between(0, MODEL_MS + 300)),
  (phone, stage) => until(() => isClaimed(stage, phone), SOON_MS),
  (phone, stage) => soon(() => isRequested(stage, phone)),
  (phone, stage) => soon(() => isAsked(stage, phone)).then(() => pause(stage.trial.random.between(0, MODEL_MS))),
  (phone, stage) => soon(() => isThought(stage, phone)),
  (phone, stage) => soon(() => isRequested(stage, phone)).then(() => pause(stage.trial.random.between(0, 20))),
];

async function takeOverAt(moment: Moment | undefined, phone: string, stage: Stage): Promise<void> {
  const { trial, scene, anna } = stage;
  if (trial.random.draw() < 0.3) {
    scene.simulator.armFault({ face: 'whatsapp', kind: 'slow', ms: trial.random.between(50, 400), match: { phone } });
  }
  await scene.customers.burst(phone, 1);
  await moment?.(phone, stage);
  const { status } = await anna.takeOver(phone);
  trial.expect(status === 200, `a takeover was answered ${status}`);
}

/** The platform has read the answer and says nothing: longer than a takeover waits, so the operator has to hear of it. */
async function takeOverFromSilence({ trial, scene, anna }: Stage): Promise<void> {
  const customers = scene.customers.newcomers(trial.size(5, 20));
  const named = customers.map(async (phone) => {
    scene.simulator.armFault({ face: 'whatsapp', kind: 'silence', match: { phone } });
    await scene.customers.burst(phone, 1);
    await soon(() => isRequested({ trial, scene, anna }, phone));
    const { body } = await anna.takeOver(phone);
    return ((body['in_flight'] ?? []) as unknown[]).length;
  });
  const counts = await Promise.all(named);
  trial.expect(
    counts.every((count) => count === 1),
    `takeovers named ${counts.join()} messages where the platform was silent about one`,
  );
  trial.demand('silence', customers.length, scene.simulator.overview().faultsFired['whatsapp/silence'] ?? 0);
}

async function killWorkersMeanwhile(trial: Trial, scene: Scene, kills: number): Promise<void> {
  for (let kill = 0; kill < kills; kill++) {
    await pause(trial.random.between(500, 2_000));
    const [victim] = scene.workers;
    if (victim !== undefined) await scene.kill(victim, 'kill worker');
    await scene.startWorker(DAWDLE);
  }
}

/** Looks every other millisecond. */
async function soon(condition: () => boolean): Promise<void> {
  for (let ms = 0; ms < SOON_MS && !condition(); ms += 2) await pause(2);
}

import { setTimeout as pause } from 'node:timers/promises';
import type { FaultPoint } from '../../src/infra/faults/fault-plan.js';
import { until } from '../../sim/until.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const POINTS: readonly FaultPoint[] = [
  'after-claim',
  'before-checkpoint',
  'before-commit',
  'before-send',
  // Two messages that have not left: of one the conversation is taken over, the other goes out later.
  'before-send',
  'request-written',
  'response-read',
  'before-record',
];
/** The lease of a turn, and the time after which a send counts as cut short: both are over before anybody goes on. */
const SHORT_MS = 14_000;
/** Three times the lease. */
const LONG_MS = 30_000;
const REACHED_WITHIN_MS = 40_000;

/** Workers freeze in the middle of their work and come back when others have done it. */
export const frozenWorkers: Row = {
  number: 12,
  title: 'frozen workers come back',
  bar: 'doubled 0, late writes refused, late messages not sent',
  slow: true,
  async run(trial) {
    for (let round = 0; round < trial.size(1, 7); round++) await freezeAll(trial);
  },
};

/** One worker freezes at each point; then a sound one comes, and at last the frozen ones go on. */
async function freezeAll(trial: Trial): Promise<void> {
  const scene = await trial.open({ workers: 0 });
  await Promise.all(POINTS.map((point) => scene.startWorker(`${point}=stop@${trial.random.between(1, 2)}`)));
  const points = [...new Set(POINTS)];
  const stopsAt = (point: FaultPoint): number => scene.recorder.fired(`stop at ${point}`);
  const stops = (): number => points.reduce((sum, point) => sum + stopsAt(point), 0);
  await until(async () => {
    await scene.customers.burst(scene.customers.newcomer(), trial.random.between(1, 3));
    await pause(200);
    return stops() === POINTS.length;
  }, REACHED_WITHIN_MS);
  for (const point of points) {
    trial.demand(`stop at ${point}`, POINTS.filter((one) => one === point).length, stopsAt(point));
  }
  // They are frozen already; this lets them go on even if we end here.
  const thaws = scene.workers.map((worker) => scene.freeze(worker, 'freeze'));

  await scene.startWorker();
  await pause(trial.size(SHORT_MS, LONG_MS));
  await takeOverOneUnsent(trial, scene);
  await Promise.all(thaws.map((thaw) => thaw()));
  await settleDoubts(scene);
  await trial.check(scene, { resends: true, orphanedCalls: true });
}

/** Its sender is frozen and believes that it may send; the takeover's answer need not name what it is to keep back. */
async function takeOverOneUnsent(trial: Trial, scene: Scene): Promise<void> {
  const doubts = await scene.rows<{ id: string; phone: string }>(
    `select m.id, c.phone from message m join conversation c on c.id = m.conversation_id
      where m.status in ('sending', 'unconfirmed') order by m.seq`,
  );
  const arrived = new Set(scene.simulator.requests().map(({ label }) => label));
  const unsent = doubts.find(({ id }) => !arrived.has(id));
  if (unsent !== undefined) await scene.operator().takeOver(unsent.phone);
  trial.demand('takeover from a frozen sender', 1, unsent === undefined ? 0 : 1);
}

/** Nothing is sent once more before all that is late has arrived. */
async function settleDoubts(scene: Scene): Promise<void> {
  await pause(2_000);
  await scene.settled(15_000);
  await scene.ageDoubts();
}

import { marked } from '../history/words.js';
import { atOnce } from '../stage/at-once.js';
import { textOf } from '../stage/postbox.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const HOUR_MS = 60 * 60 * 1_000;
const DAY_S = 24 * 60 * 60;
/** Wall clocks of the processes, in milliseconds beside the true one. */
const SHIFTS = [-2 * HOUR_MS, 25 * HOUR_MS];

/** Shows a process another time: shifted, and stepping back and forth by five minutes every second. */
const clockThatIsOff = (shiftMs: number): string => {
  const code = `const now = Date.now.bind(Date); const True = Date;
    const off = () => ${shiftMs} + (Math.floor(now() / 1000) % 2) * 300000;
    globalThis.Date = class extends True { constructor(...a) { a.length === 0 ? super(now() + off()) : super(...a) }
      static now() { return now() + off() } };`;
  return `--import data:text/javascript,${encodeURIComponent(code)}`;
};

/** Web and workers have wrong clocks that step, and customers write around the edge of the window. */
export const clocks: Row = {
  number: 18,
  title: 'wrong clocks',
  bar: 'all answered once; no free text outside the window',
  async run(trial) {
    const scene = await trial.open({ workers: 0, env: { NODE_OPTIONS: clockThatIsOff(SHIFTS[0] ?? 0) } });
    await Promise.all(SHIFTS.map((shift) => scene.startWorkerWith({ NODE_OPTIONS: clockThatIsOff(shift) })));
    const customers = scene.customers.newcomers(trial.size(40, 400));
    await atOnce(20, customers, (phone) => scene.customers.burst(phone, 2));
    trial.demand('wrong clock', 3, 3);
    await operatorsAtTheEdge(trial, scene);
    await trial.check(scene);
  },
};

/** The customer wrote 24 hours ago, but for some seconds; an operator writes. */
async function operatorsAtTheEdge(trial: Trial, scene: Scene): Promise<void> {
  const postbox = scene.postbox();
  const anna = scene.operator('anna');
  const perEdge = trial.size(5, 100);
  for (const leftS of [-3_600, -5, 5, 600]) {
    await atOnce(5, scene.customers.newcomers(perEdge), async (phone) => {
      const sentAtS = Math.floor(Date.now() / 1_000) - DAY_S + leftS;
      await postbox.deliverUntilTaken([{ ...textOf(phone, marked(phone, 1)), sentAtS }]);
      const { status } = await anna.say(phone, 'are you still there?');
      // Close to the edge the product leaves a margin, because the platform counts by its own clock.
      const wanted = leftS > 60 ? 200 : 409;
      trial.expect(status === wanted, `with ${leftS} s left an operator's message was answered ${status}`);
    });
  }
  trial.demand('message at the edge', 4 * perEdge, 4 * perEdge);
}

import { eventsOf } from '../history/events.js';
import { marked, marksIn } from '../history/words.js';
import { atOnce } from '../stage/at-once.js';
import { textOf } from '../stage/postbox.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

/** Few seconds for many messages, so that many have the same. */
const SECONDS = 6;
const BURST = 20;

/** Messages come in any order, many with the same second, and stragglers after the answer. */
export const orderOfArrival: Row = {
  number: 10,
  title: 'order of arrival',
  bar: 'the model reads each burst in the platform order; stragglers are answered',
  async run(trial) {
    const scene = await trial.open({
      webs: 2,
      env: { BUFFER_QUIET_MS: '700', BUFFER_MAX_MS: '20000' },
    });
    const customers = scene.customers.newcomers(trial.size(10, 20));
    const rounds = trial.size(2, 10);
    for (let round = 0; round < rounds; round++) {
      await atOnce(customers.length, customers, (phone) => writeShuffled(trial, scene, phone, round));
      await scene.settled();
    }
    trial.demand('shuffled message', customers.length * rounds * BURST, customers.length * rounds * BURST);
    const { history } = await trial.check(scene, { anyOrder: true });
    const sentAt = new Map(eventsOf(history, 'offered').map(({ words, sentAt: at }) => [words?.split(' ')[0], at]));
    let read = 0;
    for (const { burst } of scene.simulator.modelCalls()) {
      const times = burst
        .flatMap((words) => marksIn(words))
        .map(({ customer, number }) => sentAt.get(`k${customer}#${number}`) ?? 0);
      read += times.length;
      trial.expect(isSorted(times), `the model read a burst out of order: ${burst.join(' | ').slice(0, 200)}`);
    }
    trial.see(`${read} messages read in order`);
  },
};

/** A burst within a few seconds, then, when it is answered, one that is older than all of it. */
async function writeShuffled(trial: Trial, scene: Scene, phone: string, round: number): Promise<void> {
  const postbox = scene.postbox(4);
  const base = Math.floor(Date.now() / 1_000) - 600 + round * 20;
  const first = round * (BURST + 1) + 1;
  const texts = Array.from({ length: BURST }, (_, at) => ({
    ...textOf(phone, marked(phone, first + at)),
    sentAtS: base + Math.floor((at * SECONDS) / BURST),
  }));
  await atOnce(4, trial.random.shuffled(texts), (text) => postbox.deliverUntilTaken([text]));
  await scene.settled();
  await postbox.deliverUntilTaken([{ ...textOf(phone, marked(phone, first + BURST)), sentAtS: base - 5 }]);
}

const isSorted = (times: readonly number[]): boolean =>
  times.every((time, at) => at === 0 || time >= (times[at - 1] ?? 0));

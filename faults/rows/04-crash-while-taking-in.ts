import { marked } from '../history/words.js';
import { type Death, deaths, demandDeaths, keepDying } from '../stage/dying.js';
import { keepBusy, type Load } from '../stage/load.js';
import { foreignStatus, textOf } from '../stage/postbox.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const WAYS = ['after-insert', 'before-commit', 'after-commit', 'random'] as const;
const WRITERS = 6;

/** Web processes die while customers write; the platform repeats what was not acknowledged. */
export const crashWhileTakingIn: Row = {
  number: 4,
  title: 'crash while taking in',
  bar: 'acknowledged is stored; the rest arrives once',
  slow: true,
  async run(trial) {
    const scene = await trial.open({ webs: 3 });
    const load = writeAllTheTime(trial, scene);
    const planned = deaths(trial.size(40, 200), WAYS, trial.random);
    const left = [...planned];
    await Promise.all(scene.webs.splice(0).map((web) => dieInPlaceOf(web, left, trial, scene)));
    await load.stop();
    demandDeaths((...fault) => trial.demand(...fault), scene, planned);
    await trial.check(scene);
  },
};

/** The port stays the same, so that the platform's repeats find whoever is there. */
async function dieInPlaceOf(first: Scene['webs'][number], left: Death[], trial: Trial, scene: Scene) {
  await scene.kill(first, 'kill at random');
  const start = (points: string[]) => scene.startWeb(points, first);
  await keepDying(scene, left, trial.random, { start, mostVisits: 4 });
  await scene.startWeb([], first);
}

/** Deliveries of one statement and of a transaction, again and again until they are taken. */
function writeAllTheTime(trial: Trial, scene: Scene): Load {
  const postbox = scene.postbox(WRITERS);
  return keepBusy(
    WRITERS,
    () => 100,
    async () => {
      const phone = scene.customers.newcomer();
      const beside = trial.random.draw() < 0.5 ? foreignStatus() : {};
      await postbox.deliverUntilTaken([textOf(phone, marked(phone, 1))], beside);
    },
  );
}

import { setTimeout as pause } from 'node:timers/promises';
import { statusOf } from '../../lab/processes.js';
import { SmallDisk } from '../../lab/small-disk.js';
import { until } from '../../sim/until.js';
import { marked } from '../history/words.js';
import { keepBusy, type Load } from '../stage/load.js';
import { type Answered, type Postbox, textOf } from '../stage/postbox.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const SLOWEST_MS = 3_000;
const BACK_WITHIN_MS = 10_000;

/** A new cluster, its databases and their log fit in, with some room. */
const DISK_MB = 300;
const FULL_MS = 5_000;

/** Ends every other session. */
const CUT_OFF =
  'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';

/** Postgres freezes, loses its connections, dies with all its sessions, and has a full disk, while customers write. */
export const databaseAway: Row = {
  number: 5,
  title: 'Postgres frozen, cut off, killed and full',
  bar: '503 within 3 s, never a false 200, works 10 s after it is back',
  atATime: 2,
  async run(trial) {
    await away(trial);
    if (trial.long) await full(trial);
    else trial.see('a full disk in the long form alone');
  },
};

async function away(trial: Trial): Promise<void> {
  const scene = await trial.open({ ownPostgres: true });
  const postbox = scene.postbox();
  const answers: Answered[] = [];
  const load = writeAllTheTime(scene, postbox, answers);
  await pause(500);
  for (const trouble of [frozen, cutOff, killed]) await trouble(trial, scene, postbox);
  await load.stop();
  checkAnswers(trial, answers);
  await trial.check(scene);
}

async function frozen(trial: Trial, scene: Scene, postbox: Postbox): Promise<void> {
  const thaw = scene.server.postgres.freeze();
  scene.recorder.fault('freeze postgres');
  await pause(trial.size(3_000, 15_000));
  await checkProbes(trial, scene);
  await thaw();
  await isBack(trial, scene, postbox);
  trial.demand('freeze postgres', 1, scene.recorder.fired('freeze postgres'));
}

async function cutOff(trial: Trial, scene: Scene): Promise<void> {
  const times = trial.size(3, 20);
  for (let cut = 0; cut < times; cut++) {
    await pause(trial.random.between(100, 500));
    await scene.rows(CUT_OFF).catch(() => undefined);
    scene.recorder.fault('cut off postgres');
  }
  trial.demand('cut off postgres', times, scene.recorder.fired('cut off postgres'));
}

async function killed(trial: Trial, scene: Scene, postbox: Postbox): Promise<void> {
  const times = trial.size(3, 20);
  for (let kill = 0; kill < times; kill++) {
    await pause(trial.random.between(100, 1_500));
    scene.server.postgres.kill();
    scene.recorder.fault('kill postgres');
    await pause(trial.random.between(0, 1_000));
    await scene.server.postgres.restart();
    await isBack(trial, scene, postbox);
  }
  trial.demand('kill postgres', times, scene.recorder.fired('kill postgres'));
}

/** No byte can be written any more, neither to tables nor to the log, whose writer gives up when it needs a new file. */
async function full(trial: Trial): Promise<void> {
  const disk = await SmallDisk.mount(DISK_MB);
  if (disk === null) {
    trial.see('no disk to fill: only root may mount one');
    return trial.demand('full disk', 1, 0);
  }
  const scene = await trial.open({ ownPostgres: true, dataDirectory: disk.directory });
  const postbox = scene.postbox();
  const answers: Answered[] = [];
  const load = writeAllTheTime(scene, postbox, answers);
  await pause(500);
  disk.fill();
  scene.recorder.fault('full disk');
  const fullUntil = performance.now() + FULL_MS;
  while (performance.now() < fullUntil) {
    await scene.rows('select pg_switch_wal()').catch(() => undefined);
    await pause(100);
  }
  const refused = answers.filter(({ status }) => status === 503).length;
  disk.free();
  const isUp = () =>
    scene.rows('select 1').then(
      () => true,
      () => false,
    );
  if (!(await until(isUp, 2_000))) await scene.server.postgres.restart();
  await isBack(trial, scene, postbox);
  await load.stop();
  trial.demand('full disk', 1, scene.recorder.fired('full disk'));
  trial.demand('webhook refused for want of room', 1, refused);
  checkAnswers(trial, answers);
  await trial.check(scene);
}

function checkAnswers(trial: Trial, answers: readonly Answered[]): void {
  const slowest = Math.max(...answers.map(({ tookMs }) => tookMs));
  const other = answers.filter(({ status }) => status !== 200 && status !== 503);
  trial.expect(slowest <= SLOWEST_MS, `the slowest answer took ${Math.round(slowest)} ms`);
  trial.expect(other.length === 0, `${other.length} answers were neither 200 nor 503, such as ${other[0]?.status}`);
  trial.see(`slowest answer ${(slowest / 1_000).toFixed(1)} s`);
}

/** Live, not ready, and open about why. */
async function checkProbes(trial: Trial, scene: Scene): Promise<void> {
  for (const { url } of scene.webs) {
    const statuses = await Promise.all(
      ['/health/live', '/health/ready', '/health'].map((path) => statusOf(url + path)),
    );
    trial.expect(statuses.join() === '200,503,503', `live, ready and health said ${statuses.join()} without Postgres`);
  }
}

/** Without a restart of ours a new customer's message is taken again. */
async function isBack(trial: Trial, scene: Scene, postbox: Postbox): Promise<void> {
  const phone = scene.customers.newcomer();
  const text = textOf(phone, marked(phone, 1));
  const back = await until(async () => (await postbox.deliver([text])).status === 200, BACK_WITHIN_MS);
  trial.expect(back, `nothing was taken ${BACK_WITHIN_MS / 1_000} s after Postgres was back`);
}

/** Every answer counts, whatever it is; the platform asks again for what was not taken. */
function writeAllTheTime(scene: Scene, postbox: Postbox, answers: Answered[]): Load {
  return keepBusy(
    8,
    () => 100,
    async () => {
      const phone = scene.customers.newcomer();
      const text = textOf(phone, marked(phone, 1));
      for (let answered: Answered | undefined; answered?.status !== 200;) {
        if (answered !== undefined) await pause(500);
        answered = await postbox.deliver([text]);
        answers.push(answered);
      }
    },
  );
}

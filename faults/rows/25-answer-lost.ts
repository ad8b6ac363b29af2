import { atOnce } from '../stage/at-once.js';
import { type Death, writeToDying } from '../stage/dying.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const WAYS: readonly Death[] = ['request-written', 'response-read', 'before-record'];
const SETTLED_WITHIN_MS = 5_000;
/** Statuses come when the doubt is there already. */
const STATUS_DELAY_MS: [number, number] = [400, 1_500];

/** The platform takes a message, and its answer never arrives: it breaks, stays silent, or the sender dies. */
export const answerLost: Row = {
  number: 25,
  title: 'answer lost after acceptance',
  bar: 'unconfirmed, settled 5 s after its status, sent once',
  atATime: 2,
  slow: true,
  async run(trial) {
    const scene = await trial.open({ proxied: ['whatsapp'] });
    scene.simulator.changeSettings({ statusDelayMs: STATUS_DELAY_MS });
    await loseAnswers(trial, scene);
    await settledInTime(trial, scene);
    await killSenders(trial, scene);
    const { dump } = await trial.check(scene);
    // Of those nothing had left when their sender died; what had, and is sent again, is a double.
    const resent = dump.messages.filter(({ mayBeTwice }) => mayBeTwice).length;
    if (resent > 0) trial.see(`${resent} went out a minute later, for the first time`);
  },
};

async function loseAnswers(trial: Trial, scene: Scene): Promise<void> {
  const customers = scene.customers.newcomers(trial.size(45, 300));
  const silent = Math.ceil(customers.length / 15);
  for (const [at, phone] of customers.entries()) {
    const kind = at < silent ? 'accept-then-silence' : 'accept-then-reset';
    scene.simulator.armFault({ face: 'whatsapp', kind, match: { phone } });
  }
  await atOnce(25, customers, (phone) => scene.customers.burst(phone, 1));
  await scene.settled();
  // The last ones lose their answers on the way.
  scene.proxies.whatsapp.cutAnswersAfter(20);
  await atOnce(10, scene.customers.newcomers(10), (phone) => scene.customers.burst(phone, 1));
  await scene.settled();
  await scene.proxies.whatsapp.pass();
  const fired = scene.simulator.overview().faultsFired;
  trial.demand('reset', customers.length - silent, fired['whatsapp/accept-then-reset'] ?? 0);
  trial.demand('silence', silent, fired['whatsapp/accept-then-silence'] ?? 0);
  trial.demand('cut', 10, scene.proxies.whatsapp.cuts);
}

async function killSenders(trial: Trial, scene: Scene): Promise<void> {
  for (const worker of scene.workers.splice(0)) await scene.kill(worker, 'kill worker');
  await writeToDying(trial, scene, {
    deaths: trial.size(6, 200),
    ways: WAYS,
    mostVisits: 1,
    newcomers: 1,
    write: (phone) => scene.customers.burst(phone, 1),
  });
}

/** From the moment at which a doubt's first status is acknowledged. */
async function settledInTime(trial: Trial, scene: Scene): Promise<void> {
  const settled = await scene.rows<{ wamid: string; at: number }>(
    `select m.external_id as wamid, extract(epoch from min(s.at))::float8 * 1000 as at
       from faults.step s join message m on m.id = s.row_id
      where s.before = 'unconfirmed' and s.after <> 'unconfirmed' group by 1`,
  );
  const told = new Map<string, number>();
  for (const { kind, messageId, attempts } of scene.simulator.deliveries()) {
    const at = attempts.find(({ status }) => status === 200)?.endedAt;
    if (kind === 'status' && at !== undefined && !told.has(messageId)) told.set(messageId, at);
  }
  const waits = settled.map(({ wamid, at }) => at - (told.get(wamid) ?? at));
  const slowest = Math.max(0, ...waits);
  trial.demand('doubt', 30, settled.length);
  trial.expect(slowest <= SETTLED_WITHIN_MS, `a doubt was settled ${Math.round(slowest)} ms after its status`);
  trial.see(`${settled.length} doubts, the slowest settled ${(slowest / 1_000).toFixed(1)} s after its status`);
}

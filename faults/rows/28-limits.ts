import type { FaultInput } from '../../sim/fault-kinds.js';
import { atOnce } from '../stage/at-once.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const MOST_TRIES = 6;
const EXPIRED_TOKEN = 190;
/** The message that finds out, and one that probes. */
const MOST_PROBES = 2;

interface Refusal {
  name: string;
  /** Refusals before it is taken; Infinity for good. */
  times: number;
  fault: { status: number; code: number; retryAfter?: number };
  /** It holds the whole number, with longer and longer pauses: no more customers than these are to meet it. */
  most?: number;
}

/** The platform's table of errors: what passes is tried again, what does not is not. */
const PASSING: readonly Refusal[] = [
  { name: 'rate limit', times: 1, fault: { status: 400, code: 130_429, retryAfter: 1 }, most: 5 },
  { name: 'pair limit', times: 2, fault: { status: 400, code: 131_056, retryAfter: 1 } },
  { name: 'too many calls', times: 1, fault: { status: 429, code: 4, retryAfter: 2 }, most: 5 },
  { name: 'service away', times: 2, fault: { status: 503, code: 2 }, most: 1 },
];
const LASTING: readonly Refusal[] = [
  { name: 'window closed', times: Infinity, fault: { status: 400, code: 131_047 } },
  { name: 'unknown number', times: Infinity, fault: { status: 400, code: 131_026 } },
  { name: 'wrong parameter', times: Infinity, fault: { status: 400, code: 100 } },
];

/** Limits, storms and refusals of the platform. */
export const limits: Row = {
  number: 28,
  title: 'limits and permanent errors',
  bar: `at most ${MOST_TRIES} tries, hints honoured; refused for good: once, then a person; no token: all wait, none lost`,
  async run(trial) {
    const scene = await trial.open();
    for (const refusal of [...PASSING, ...LASTING]) await refuse(trial, scene, refusal);
    await expireToken(trial, scene);
    await trial.check(scene);
    const requests = scene.simulator.requests().filter(({ kind }) => kind === 'message');
    trial.see(`${requests.length} requests for ${new Set(requests.map(({ label }) => label)).size} messages`);
  },
};

async function refuse(trial: Trial, scene: Scene, { name, times, fault, most = Infinity }: Refusal): Promise<void> {
  const customers = scene.customers.newcomers(Math.min(most, trial.size(5, 50)));
  for (const phone of customers) {
    const often = Math.min(times, 1_000);
    const armed: FaultInput = { face: 'whatsapp', kind: 'error', times: often, match: { phone }, ...fault };
    scene.simulator.armFault(armed);
  }
  await atOnce(5, customers, (phone) => scene.customers.burst(phone, 1));
  await scene.settled();
  const wanted = times === Infinity ? 1 : times + 1;
  for (const phone of customers) {
    const tries = scene.simulator.requests().filter(({ to }) => to === `+${phone}`);
    trial.expect(tries.length === wanted, `${name}: ${tries.length} tries, wanted ${wanted}`);
    trial.expect(tries.length <= MOST_TRIES, `${name}: ${tries.length} tries`);
    const hintMs = (fault.retryAfter ?? 0) * 1_000;
    const early = tries.some(({ receivedAt }, at) => receivedAt - (tries[at - 1]?.receivedAt ?? -Infinity) < hintMs);
    trial.expect(!early, `${name}: tried again before the hint of ${hintMs} ms was over`);
  }
  const owner = times === Infinity ? 'waiting' : 'ai';
  const others = async () =>
    (await scene.rows('select 1 from conversation where phone = any($1) and owner <> $2', [customers, owner])).length;
  await trial.eventually(`${name}: each conversation is with ${owner}`, async () => (await others()) === 0);
  trial.demand(
    name,
    customers.length * (wanted - (times === Infinity ? 0 : 1)),
    scene.simulator.requests().filter(({ code }) => code === fault.code).length,
  );
}

/** The platform refuses the token: whatever is queued meanwhile waits, and goes out when somebody has seen to it. */
async function expireToken(trial: Trial, scene: Scene): Promise<void> {
  scene.simulator.armFault({ face: 'whatsapp', kind: 'error', status: 401, code: EXPIRED_TOKEN, times: 1_000_000 });
  const before = scene.simulator.requests().length;
  const [first, ...others] = scene.customers.newcomers(trial.size(11, 101));
  await scene.customers.burst(first ?? '', 1);
  const health = async () => JSON.stringify(await (await fetch(`${scene.url}/health`)).json());
  await trial.eventually('/health says that sending is paused', async () => (await health()).includes('paused'));
  await atOnce(5, others, (phone) => scene.customers.burst(phone, 1));
  const queued = () => scene.rows(`select 1 from message where status = 'queued'`);
  await trial.eventually('all wait', async () => (await queued()).length === others.length + 1);
  const tries = scene.simulator.requests().length - before;
  trial.demand('expired token', 1, tries);
  trial.expect(tries <= MOST_PROBES, `${tries} requests with a token that had expired`);
  scene.simulator.disarmFaults();
  const { status } = await scene.operator().resumeSending();
  trial.expect(status === 200, `who resumes sending was answered ${status}`);
  trial.see(`${others.length + 1} waited for a new token, ${tries} tried the old one`);
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Simulator } from '../../sim/simulator.js';
import { figure, sum } from '../../lab/figures.js';
import type { Findings } from '../report/report.js';
import { cpuSeconds, memoryMb } from '../../lab/proc.js';
import { environment, type Stage } from '../stage/stage.js';
import { MODEL_MS, sentReach, statusesDelivered, write } from './answers.js';

const CUSTOMERS = 334;
const BURST = 3;
const IDLE_MS = 10_000;
/** Customers who write in the same moment, and how soon the next ones do. */
const TOGETHER = 10;
const NEXT_AFTER_MS = 250;

type Figures = [name: string, value: number][];

/** CPU for a thousand customer messages, from the webhook to the ticks, and memory at rest. */
export async function cost(stage: Stage): Promise<Findings> {
  const [postgres, redis, simulator] = [await stage.postgres(), await stage.redis(), await stage.simulator()];
  const servers = { Redis: pidHere(redis.pid), Postgres: pidHere(postgres.pid) };
  const env = environment(postgres, redis, simulator.url, { BUFFER_QUIET_MS: '1000' });

  const all = await stage.product('all', env);
  await pause(IDLE_MS);
  const together = measure({ 'web and worker in one': all.pid, ...servers }, memoryMb);
  await all.stop();

  const [web, worker] = await Promise.all([stage.product('web', env), stage.product('worker', env)]);
  const processes = { web: web.pid, worker: worker.pid, ...servers };
  await pause(IDLE_MS);
  const apart = measure(processes, memoryMb);

  simulator.changeSettings({ modelLatencyMs: MODEL_MS, webhookUrl: `${web.url}/webhook` });
  const before = measure(processes, cpuSeconds);
  await answerAll(simulator);
  const used = since(before, measure(processes, cpuSeconds));
  return findings(used, apart, together);
}

/** @throws Error for a server elsewhere, whose CPU and memory cannot be seen. */
function pidHere(pid: number | undefined): number {
  if (pid !== undefined) return pid;
  throw new Error('CPU and memory are measured on this machine only: DB_URL and REDIS_URI have to name servers on it');
}

const measure = (processes: Record<string, number>, of: (pid: number) => number): Figures =>
  Object.entries(processes).map(([name, pid]) => [name, of(pid)]);

const since = (before: Figures, after: Figures): Figures =>
  after.map(([name, value], at) => [name, value - (before[at]?.[1] ?? 0)]);

const total = (figures: Figures): number => sum(figures.map(([, value]) => value));

function findings(used: Figures, apart: Figures, together: Figures): Findings {
  const table = (what: string, figures: Figures): string[][] => [
    ['', ...figures.map(([name]) => name), 'together'],
    [what, ...figures.map(([, value]) => figure(value)), figure(total(figures))],
  ];
  const rest = { unit: ' MB', target: { below: 250 } };
  return {
    tables: [
      table(`CPU seconds for ${CUSTOMERS * BURST} messages`, used),
      table('memory at rest, MB (PSS)', apart),
      table('memory at rest, MB (PSS)', together),
    ],
    verdicts: [
      { what: 'CPU for 1,000 messages', value: total(used), unit: ' s', target: { below: 8 } },
      { what: 'memory at rest, web and worker apart', value: total(apart), ...rest },
      { what: 'memory at rest, web and worker in one', value: total(together), ...rest },
    ],
  };
}

async function answerAll(simulator: Simulator): Promise<void> {
  const bursts: Promise<void>[] = [];
  for (let customer = 0; customer < CUSTOMERS; customer++) {
    bursts.push(writeBurst(simulator, `1777${String(customer).padStart(7, '0')}`));
    if (customer % TOGETHER === 0) await pause(NEXT_AFTER_MS);
  }
  await Promise.all(bursts);
  await sentReach(simulator, CUSTOMERS);
  await statusesDelivered(simulator);
  // What they set off belongs to the bill.
  await pause(500);
}

async function writeBurst(simulator: Simulator, phone: string): Promise<void> {
  for (let message = 0; message < BURST; message++) {
    await write(simulator, phone, `Question ${message} of customer ${phone}`);
    await pause(100);
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Simulator } from '../../sim/simulator.js';
import { figure, median, percentile } from '../../lab/figures.js';
import type { Findings } from '../report/report.js';
import type { BenchPostgres } from '../stage/postgres.js';
import type { BenchRedis } from '../stage/redis.js';
import { environment, type Stage } from '../stage/stage.js';
import { clockMs, MODEL_MS, sentReach, statusesDelivered, write } from './answers.js';

const BURSTS = 100;
const CUSTOMERS = 20;
/** The first bursts load code and plan statements. */
const WARM_UP = 10;
const QUIET_MS = 300;

/**
 * At rest, one burst after another: how long after the end of the quiet time the answer goes out, without the model's
 * own time. The quiet time begins when the last message is acknowledged.
 */
export async function latency(stage: Stage): Promise<Findings> {
  const [postgres, redis, simulator] = [await stage.postgres(), await stage.redis(), await stage.simulator()];
  const onRedis = await lagsOn(stage, postgres, redis, simulator);
  const onPostgres = await lagsOn(stage, postgres, null, simulator);
  const row = (queue: string, lags: number[]): string[] => [
    queue,
    ...[50, 95, 100].map((percent) => figure(percentile(lags, percent))),
  ];
  return {
    tables: [[['queue on', 'median ms', 'p95 ms', 'slowest ms'], row('Redis', onRedis), row('Postgres', onPostgres)]],
    verdicts: [...verdicts('Redis', onRedis), ...verdicts('Postgres', onPostgres)],
  };
}

function verdicts(queue: string, lags: number[]): Findings['verdicts'] {
  const what = `after the quiet time, queue on ${queue}`;
  return [
    { what: `median ${what}`, value: median(lags), unit: ' ms', target: { below: 15 } },
    { what: `p95 ${what}`, value: percentile(lags, 95), unit: ' ms', target: { below: 40 } },
  ];
}

async function lagsOn(
  stage: Stage,
  postgres: BenchPostgres,
  redis: BenchRedis | null,
  simulator: Simulator,
): Promise<number[]> {
  const env = environment(postgres, redis, simulator.url, { BUFFER_QUIET_MS: String(QUIET_MS) });
  const [web, worker] = await Promise.all([stage.product('web', env), stage.product('worker', env)]);
  simulator.reset();
  simulator.changeSettings({ modelLatencyMs: MODEL_MS, webhookUrl: `${web.url}/webhook` });
  const lags: number[] = [];
  for (let at = 0; at < WARM_UP + BURSTS; at++) lags.push(await lagOf(at, simulator));
  await Promise.all([web.stop(), worker.stop()]);
  return lags.slice(WARM_UP);
}

async function lagOf(at: number, simulator: Simulator): Promise<number> {
  const phone = `1999${String(at % CUSTOMERS).padStart(7, '0')}`;
  for (const text of ['Hello', 'where is my order?', 'and can I still change it?']) {
    await pause(20);
    await write(simulator, phone, text);
  }
  const dueAt = clockMs() + QUIET_MS + MODEL_MS;
  await sentReach(simulator, at + 1);
  const sentAt = simulator.sent(1)[0]?.receivedAt ?? NaN;
  await statusesDelivered(simulator);
  return sentAt - dueAt;
}

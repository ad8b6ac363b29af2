import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { AppModule } from '../../src/app.module.js';
import { Workers } from '../../src/conversation/workers.js';
import { readSettings } from '../../src/infra/config/read-settings.js';
import type { Settings } from '../../src/infra/config/settings.js';
import { createApp } from '../../src/serve.js';
import { startSimulator, type Simulator } from '../../sim/simulator.js';
import { until } from '../../sim/until.js';
import { environmentOf } from '../../lab/environment.js';
import { NUMBER } from '../../lab/number.js';
import { createDatabase } from '../setup/database.js';
import { freshRedis } from '../setup/redis.js';

/** What the system stands between: a database of its own, the broker of this lane, and the outside world. */
export interface Surroundings {
  /** The environment of a process of the system. */
  env: Record<string, string>;
  simulator: Simulator;
  rows<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

/** The whole system in this process, against real servers and the simulator. */
export interface TestSystem extends Surroundings {
  settings: Settings;
  app: NestFastifyApplication;
  url: string;
  /** Calls our HTTP as a client would. */
  call(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Answer>;
}

export interface Answer {
  status: number;
  // Tests read what they expect; a wrong guess fails the test.
  body: Record<string, unknown>;
  headers: Headers;
}

/** Starts it with an empty database; settings that matter to a test are given by name. */
export async function startSystem(change: Record<string, string> = {}): Promise<TestSystem> {
  const around = await startSurroundings(change);
  const settings = readSettings(around.env);
  const app = await createApp(AppModule.with(settings), settings);
  if (settings.ROLE !== 'web') await app.get(Workers).start();
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  around.simulator.webhookUrl = `${url}/webhook`;
  return {
    ...around,
    settings,
    app,
    url,
    call: (method, path, body, headers) => call(url + path, method, body, headers),
    stop: async () => {
      await app.close();
      await around.stop();
    },
  };
}

/** Everything but the system itself, which a test starts as processes; settings that matter are given by name. */
export async function startSurroundings(change: Record<string, string> = {}): Promise<Surroundings> {
  const [database, redis] = await Promise.all([createDatabase(), freshRedis()]);
  const simulator = await startSimulator({ port: 0, webhookUrl: undefined, ...NUMBER });
  simulator.changeSettings({ statusDelayMs: 5, modelLatencyMs: 20 });
  const [whatsAppUrl, geminiUrl] = [simulator.url, simulator.url];
  const outside = { databaseUrl: database.url, redisUri: redis, whatsAppUrl, geminiUrl };
  const mediaDir = await mkdtemp(join(tmpdir(), 'test-media-'));
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on('error', () => undefined);
  return {
    env: { ...environmentOf(outside), ...QUICK, MEDIA_DIR: mediaDir, ...change },
    simulator,
    rows: async <Row>(sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows as Row[],
    stop: async () => {
      await simulator.stop();
      await pool.end();
      await database.drop();
      await rm(mediaDir, { recursive: true, force: true });
    },
  };
}

/** Ports are free ones, and bursts are complete soon. */
const QUICK = { PORT: '0', PROBE_PORT: '0', BUFFER_QUIET_MS: '100', BUFFER_MAX_MS: '1000' };

/** One call of an HTTP API; it ends after 15 seconds whatever happens. */
export async function call(
  url: string,
  method: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, body: isJson ? JSON.parse(text) : { text }, headers: response.headers };
}

/** Waits for `condition`, and says in words what did not come about. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limitMs = 10_000,
): Promise<void> {
  if (!(await until(condition, limitMs))) throw new Error(`It did not come about within ${limitMs} ms that ${what}`);
}

/** What the business said to a customer, oldest first. */
export const answersTo = (system: Pick<Surroundings, 'simulator'>, phone: string): string[] =>
  system.simulator
    .thread(phone)
    .filter((message) => message.direction === 'outbound')
    .map((message) => message.text ?? '');

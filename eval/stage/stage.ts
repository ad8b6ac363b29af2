import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { environmentOf } from '../../lab/environment.js';
import { NUMBER } from '../../lab/number.js';
import { PostgresServer } from '../../lab/postgres-server.js';
import type { Teardown } from '../../lab/teardown.js';
import { callJson } from '../../sim/flow/json-api.js';
import { type Simulator, startSimulator } from '../../sim/simulator.js';
import { readSettings } from '../../src/infra/config/read-settings.js';
import { migrate } from '../../src/infra/database/migrate.js';
import { serve } from '../../src/serve.js';

/** What is tried: a business's folder, and the model that answers for it. */
export interface Candidate {
  folder: string;
  /** The one that the settings name, unless told. */
  model: string | undefined;
}

/** The whole system as it would run for a candidate, with a customer's phone at hand. */
export interface Stage {
  simulator: Simulator;
  rows<Row extends object>(sql: string, values: unknown[]): Promise<Row[]>;
}

/** Data that is thrown away. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
/** Nothing of the outside is used but the model, where its key is set; and nobody waits for a slow typist. */
const ALONE = {
  REDIS_URI: '',
  QUEUE_REDIS_URI: '',
  MEDIA_BUCKET: '',
  MEDIA_BUCKET_KEY_ID: '',
  MEDIA_BUCKET_SECRET: '',
  OPERATOR_API_KEYS: '',
  FAULT_POINTS: '',
  ROLE: 'all',
  PORT: '0',
  HOST: '127.0.0.1',
  BUFFER_QUIET_MS: '300',
  CUSTOMER_TURNS_PER_DAY: '0',
};

/** Whether answers come from a model with judgement. */
export const hasJudge = (env: NodeJS.ProcessEnv): boolean => (env['GOOGLE_API_KEY'] ?? '') !== '';

/**
 * Starts everything for a candidate, with its documents indexed; `env` says how the assistant is set up.
 * @throws Error that says what is wrong with the folder or the settings
 */
export async function openStage(candidate: Candidate, env: NodeJS.ProcessEnv, teardown: Teardown): Promise<Stage> {
  const postgres = await PostgresServer.start(FAST);
  teardown.add(() => postgres.stop());
  const simulator = await startSimulator({ port: 0, webhookUrl: undefined, ...NUMBER });
  teardown.add(() => simulator.stop());
  const media = mkdtempSync(path.join(tmpdir(), 'eval-media-'));
  teardown.add(() => rmSync(media, { recursive: true, force: true }));
  const settings = readSettings({
    ...shop(simulator),
    ...env,
    ...around(postgres, simulator),
    ...ALONE,
    ...model(candidate, env),
    MEDIA_DIR: media,
    BUSINESS_DIR: candidate.folder,
  });
  await migrate(settings);
  const serving = await serve(settings);
  teardown.add(() => serving.close());
  simulator.webhookUrl = `${serving.url}/webhook`;
  await index(serving.url);
  const pool = new pg.Pool({ connectionString: settings.DB_URL, max: 2 });
  teardown.add(() => pool.end());
  return { simulator, rows: async (sql, values) => (await pool.query(sql, values)).rows };
}

const around = ({ url }: PostgresServer, simulator: Simulator) =>
  environmentOf({ databaseUrl: url, redisUri: undefined, whatsAppUrl: simulator.url, geminiUrl: simulator.url });

/** The example's own system; a folder of one's own names others. */
const shop = ({ url }: Simulator): NodeJS.ProcessEnv => ({
  TOOL_BASES: `shop:${url}/shop`,
  TOOL_PRIVATE_HOSTS: new URL(url).host,
});

const model = (candidate: Candidate, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...(hasJudge(env) ? { GOOGLE_API_KEY: env['GOOGLE_API_KEY'], GEMINI_API_URL: env['GEMINI_API_URL'] ?? '' } : {}),
  ...(candidate.model === undefined ? {} : { GEMINI_MODEL: candidate.model }),
});

const SYNC_TRIES = 100;
const SYNC_PAUSE_MS = 200;

/** Waits until the folder is indexed; the start has begun with it, and one sync runs at a time. */
async function index(url: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    const report = await callJson<{ unreadable: unknown[] }>(`${url}/api/v1/knowledge/sync`, { body: {} }).catch(
      (error: Error) => (tries < SYNC_TRIES && error.message.includes(' 409 ') ? null : Promise.reject(error)),
    );
    if (report !== null && report.unreadable.length > 0)
      throw new Error(`The folder has files that cannot be read: ${JSON.stringify(report.unreadable)}`);
    if (report !== null) return;
    await pause(SYNC_PAUSE_MS);
  }
}

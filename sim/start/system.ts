import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSettings } from '../../src/infra/config/read-settings.js';
import type { Settings } from '../../src/infra/config/settings.js';
import { migrate } from '../../src/infra/database/migrate.js';
import { serve } from '../../src/serve.js';
import { startEmbeddedPostgres } from '../embedded-postgres.js';
import { type Simulator, startSimulator } from '../simulator.js';
import {
  agreeOnWhatsApp,
  checkSettings,
  readSimulatorPort,
  refuseProduction,
  setUnset,
  type StandIns,
  standInsFor,
} from './environment.js';
import { requireFreePorts } from './ports.js';
import type { Part } from './shutdown.js';

/** The business that is served where none is set; seen from the build. */
const EXAMPLE = path.relative(process.cwd(), fileURLToPath(new URL('../../../examples/shop', import.meta.url)));

/** The whole system, running in this process. */
export interface System {
  /** Base URL of the product. */
  url: string;
  settings: Settings;
  standIns: StandIns;
  /** Where the embedded database keeps its files. */
  dataDir: string;
  /** Base URL of the simulator; null when WhatsApp and Gemini are both real. */
  simulatorUrl: string | null;
}

/**
 * Starts the product and a stand-in for each outside part that `env` does not set; `env` then names the stand-ins.
 * Whatever was started is in `parts`, also when a later step fails.
 * @throws Error with a message for the person at the terminal
 */
export async function startSystem(env: NodeJS.ProcessEnv, parts: Part[]): Promise<System> {
  refuseProduction(env);
  setUnset(env, { LOG_LEVEL: 'warning', DATA_DIR: './data', HOST: '127.0.0.1', BUSINESS_DIR: EXAMPLE });
  const standIns = standInsFor(env);
  await checkPorts(env, standIns);
  const dataDir = env['DATA_DIR'] ?? './data';
  setUnset(env, { MEDIA_DIR: path.join(dataDir, 'media') });
  if (standIns.database) await startDatabase(env, dataDir, parts);
  const simulator = await startOutsideWorld(env, standIns, parts);
  const settings = readSettings(env);
  await prepareDatabase(settings);
  const app = await serve(settings);
  parts.push({ name: 'The product', stop: () => app.close() });
  if (simulator !== null) simulator.webhookUrl = `${app.url}/webhook`;
  return { url: app.url, settings, standIns, dataDir, simulatorUrl: simulator?.url ?? null };
}

const needsSimulator = ({ whatsApp, gemini }: StandIns): boolean => whatsApp || gemini;

async function checkPorts(env: NodeJS.ProcessEnv, standIns: StandIns): Promise<void> {
  const { PORT } = checkSettings(env);
  const SIM_PORT = readSimulatorPort(env);
  await requireFreePorts(needsSimulator(standIns) ? { PORT, SIM_PORT } : { PORT });
}

async function startDatabase(env: NodeJS.ProcessEnv, dataDir: string, parts: Part[]): Promise<void> {
  const postgres = await startEmbeddedPostgres(dataDir);
  parts.push({ name: 'The embedded PostgreSQL', stop: () => postgres.stop() });
  env['DB_URL'] = postgres.url;
}

async function startOutsideWorld(env: NodeJS.ProcessEnv, standIns: StandIns, parts: Part[]): Promise<Simulator | null> {
  if (!needsSimulator(standIns)) return null;
  if (standIns.whatsApp) agreeOnWhatsApp(env);
  const simulator = await startSimulator({
    port: readSimulatorPort(env),
    phoneNumberId: env['WHATSAPP_PHONE_NUMBER_ID'] ?? '',
    appSecret: env['WHATSAPP_APP_SECRET']?.split(',')[0]?.trim() ?? '',
    verifyToken: env['VERIFY_TOKEN'] ?? '',
    accessToken: env['WHATSAPP_ACCESS_TOKEN'] ?? '',
    webhookUrl: undefined,
  });
  parts.push({ name: 'The simulator', stop: () => simulator.stop() });
  setUnset(env, { TOOL_BASES: `shop:${simulator.url}/shop`, TOOL_PRIVATE_HOSTS: new URL(simulator.url).host });
  if (standIns.whatsApp) env['WHATSAPP_API_URL'] = simulator.url;
  if (standIns.gemini) {
    Object.assign(env, { GEMINI_API_URL: simulator.url, GOOGLE_API_KEY: 'simulator' });
    // What stands in for meaning is too simple to help with real documents.
    setUnset(env, { GEMINI_EMBEDDING_MODEL: 'none' });
  }
  return simulator;
}

async function prepareDatabase(settings: Settings): Promise<void> {
  await migrate(settings).catch((cause: Error & { code?: string }) => {
    const { host, pathname } = new URL(settings.DB_URL);
    throw new Error(`The database at ${host}${pathname} could not be made ready: ${cause.message || cause.code}`, {
      cause,
    });
  });
}

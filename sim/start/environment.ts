import { randomBytes } from 'node:crypto';
import { ACCOUNT_ID } from '../whatsapp/webhook-bodies.js';
import { readSettings } from '../../src/infra/config/read-settings.js';
import type { Settings } from '../../src/infra/config/settings.js';

type Env = NodeJS.ProcessEnv;

/** Which outside parts nobody has set, so that a stand-in takes their place. The queue needs none. */
export interface StandIns {
  database: boolean;
  whatsApp: boolean;
  gemini: boolean;
}

/** An empty value counts as unset, so that a copied `.env.example` changes nothing. */
const isSet = (env: Env, name: string): boolean => (env[name] ?? '') !== '';

export const standInsFor = (env: Env): StandIns => ({
  database: !isSet(env, 'DB_URL'),
  whatsApp: !isSet(env, 'WHATSAPP_ACCESS_TOKEN') && !isSet(env, 'WHATSAPP_API_URL'),
  gemini: !isSet(env, 'GOOGLE_API_KEY') && !isSet(env, 'GEMINI_API_URL'),
});

export function setUnset(env: Env, values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) if (!isSet(env, name)) env[name] = value;
}

/** @throws Error in production, where no stand-in may be. */
export function refuseProduction(env: Env): void {
  if (env['ENVIRONMENT']?.trim().toLowerCase() !== 'production') return;
  throw new Error(
    '`npm start` runs stand-ins, which have no place in production. There, use ' +
      '`npm run build`, `npm run migrate`, then `node dist/main.js` (and `node dist/worker.js`).',
  );
}

/**
 * Checks every setting before anything is started; the database's address may still be missing.
 * @throws Error that names every wrong setting
 */
export const checkSettings = (env: Env): Settings =>
  readSettings(isSet(env, 'DB_URL') ? env : { ...env, DB_URL: 'postgres://127.0.0.1/app' });

/** The port of the simulator, which is no setting of the product. */
export function readSimulatorPort(env: Env): number {
  const port = isSet(env, 'SIM_PORT') ? Number(env['SIM_PORT']) : 5100;
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error('The settings are wrong:\n  - SIM_PORT must be a whole number from 0 to 65535');
}

/** What the product and the simulator have to agree on. Secrets are made anew at each start. */
export function agreeOnWhatsApp(env: Env): void {
  setUnset(env, {
    WHATSAPP_ACCESS_TOKEN: randomBytes(24).toString('base64url'),
    WHATSAPP_APP_SECRET: randomBytes(24).toString('base64url'),
    WHATSAPP_PHONE_NUMBER_ID: '100000000000001',
    WHATSAPP_BUSINESS_ACCOUNT_ID: ACCOUNT_ID,
    VERIFY_TOKEN: 'simulator',
  });
}

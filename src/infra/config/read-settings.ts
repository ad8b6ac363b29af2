import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { existsSync } from 'node:fs';
import { Settings } from './settings.js';

/** What must be there before real customers are served. */
const REQUIRED_IN_PRODUCTION = [
  'GOOGLE_API_KEY',
  'WHATSAPP_ACCESS_TOKEN',
  'WHATSAPP_PHONE_NUMBER_ID',
  'WHATSAPP_APP_SECRET',
  'VERIFY_TOKEN',
  'OPERATOR_API_KEYS',
] as const;

/** One half of a key opens nothing. */
const halfKeys = ({ MEDIA_BUCKET_KEY_ID: id, MEDIA_BUCKET_SECRET: secret }: Settings): string[] =>
  (id === undefined) === (secret === undefined)
    ? []
    : ['MEDIA_BUCKET_KEY_ID and MEDIA_BUCKET_SECRET must be set together'];

const missingInProduction = (settings: Settings): string[] =>
  settings.isProduction
    ? REQUIRED_IN_PRODUCTION.filter((name) => !settings[name]?.length).map(
        (name) => `${name} is required in production`,
      )
    : [];

const outsideTests = ({ ENVIRONMENT, FAULT_POINTS }: Settings): string[] =>
  FAULT_POINTS.length > 0 && ENVIRONMENT !== 'test' ? ['FAULT_POINTS is for ENVIRONMENT=test alone'] : [];

/**
 * Reads and checks the settings; the only reader of the environment. A wrong value stops the start with the full list.
 * @throws Error that names every wrong setting, one a line; values are not repeated, they may be secrets.
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const known = Object.keys(env).filter((name) => /^[A-Z_]+$/.test(name) && env[name]?.trim() !== '');
  const settings = plainToInstance(Settings, Object.fromEntries(known.map((name) => [name, env[name]])), {
    exposeDefaultValues: true,
  });
  const wrong = validateSync(settings, { validationError: { target: false, value: false } })
    .flatMap((error) => Object.values(error.constraints ?? {}))
    .concat(halfKeys(settings), missingInProduction(settings), outsideTests(settings));
  if (wrong.length > 0) throw new Error(`The settings are wrong:\n${wrong.map((line) => `  - ${line}`).join('\n')}`);
  return settings;
}

/** Adds what `.env` in the working directory says; the environment itself wins. */
export function loadEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

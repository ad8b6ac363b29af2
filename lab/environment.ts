import { ACCOUNT_ID } from '../sim/whatsapp/webhook-bodies.js';
import { NUMBER } from './number.js';

/** Where a process of the system finds what it stands between. */
export interface Outside {
  databaseUrl: string;
  /** Undefined puts the queue on Postgres. */
  redisUri: string | undefined;
  /** The simulator, or a way to it. */
  whatsAppUrl: string;
  geminiUrl: string;
}

/** The settings of a process under test. */
export const environmentOf = ({ databaseUrl, redisUri, whatsAppUrl, geminiUrl }: Outside): Record<string, string> => ({
  DB_URL: databaseUrl,
  ...(redisUri === undefined ? {} : { REDIS_URI: redisUri }),
  ENVIRONMENT: 'test',
  LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'fatal',
  WHATSAPP_API_URL: whatsAppUrl,
  WHATSAPP_ACCESS_TOKEN: NUMBER.accessToken,
  WHATSAPP_PHONE_NUMBER_ID: NUMBER.phoneNumberId,
  WHATSAPP_BUSINESS_ACCOUNT_ID: ACCOUNT_ID,
  WHATSAPP_APP_SECRET: NUMBER.appSecret,
  VERIFY_TOKEN: NUMBER.verifyToken,
  GEMINI_API_URL: geminiUrl,
  GOOGLE_API_KEY: 'key',
  GEMINI_EMBEDDING_MODEL: 'none',
});

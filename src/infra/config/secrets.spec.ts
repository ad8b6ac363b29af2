import { describe, expect, it } from 'vitest';
import { secretsIn } from './secrets.js';
import { readSettings } from './read-settings.js';

const ENV = {
  DB_URL: 'postgres://me:db-p%40ss1@host/x',
  REDIS_URI: 'redis://:redis-pass1@host',
  QUEUE_REDIS_URI: 'redis://:queue-pass1@host',
  GOOGLE_API_KEY: 'google-key-1',
  WHATSAPP_ACCESS_TOKEN: 'access-token-1',
  WHATSAPP_APP_SECRET: 'app-secret-1,app-secret-2',
  VERIFY_TOKEN: 'verify-token-1',
  OPERATOR_API_KEYS: 'anna:anna-key-1,ben:ben:key-1',
  TOOL_SECRETS: 'shop:tool-secret-1',
  MEDIA_BUCKET_KEY_ID: 'bucket-id-1',
  MEDIA_BUCKET_SECRET: 'bucket-secret-1',
};

describe('secretsIn', () => {
  it('has every setting that is a key, a password or a token', () => {
    const secrets = secretsIn(readSettings(ENV));
    const values = [
      'db-p@ss1',
      'redis-pass1',
      'queue-pass1',
      'anna-key-1',
      'ben:key-1',
      'app-secret-1',
      'app-secret-2',
    ];
    const others = [
      'google-key-1',
      'access-token-1',
      'verify-token-1',
      'tool-secret-1',
      'bucket-id-1',
      'bucket-secret-1',
    ];
    expect(secrets.toSorted()).toEqual([...values, ...others].toSorted());
    const named = Object.keys(readSettings(ENV)).filter((name) => /KEY|SECRET|TOKEN|PASSWORD|_UR[IL]$/.test(name));
    const addresses = ['WHATSAPP_API_URL', 'GEMINI_API_URL', 'CUSTOMER_TOKENS_PER_DAY'];
    expect(named.filter((name) => !(name in ENV) && !addresses.includes(name))).toEqual([]);
  });

  it('leaves out what is a word or too short to be told from one', () => {
    const given = { DB_URL: 'postgres://me:postgres@host/x', GOOGLE_API_KEY: 'key', VERIFY_TOKEN: 'lumencompany' };
    expect(secretsIn(readSettings(given))).toEqual([]);
  });
});

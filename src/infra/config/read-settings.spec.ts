import { getMetadataStorage } from 'class-validator';
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readSettings } from './read-settings.js';
import { Settings } from './settings.js';

const DB_URL = 'postgres://app:database-password@db.internal:5432/app';
const PRODUCTION = {
  DB_URL,
  ENVIRONMENT: 'production',
  GOOGLE_API_KEY: 'google-key',
  WHATSAPP_ACCESS_TOKEN: 'access-token',
  WHATSAPP_PHONE_NUMBER_ID: '106540352242922',
  WHATSAPP_APP_SECRET: 'app-secret',
  VERIFY_TOKEN: 'verify-me',
  OPERATOR_API_KEYS: 'anna:a-long-key',
};

/** Every wrong setting, as the refusal lists them. */
const refusalOf = (env: NodeJS.ProcessEnv): string[] => {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    const [title, ...lines] = (error as Error).message.split('\n');
    expect(title).toBe('The settings are wrong:');
    return lines;
  }
};

const NAMES = [
  ...new Set([
    ...Object.keys(new Settings()),
    ...getMetadataStorage()
      .getTargetValidationMetadatas(Settings, '', false, false)
      .map(({ propertyName }) => propertyName),
  ]),
];

describe('readSettings', () => {
  it('needs the database and has a default for the rest', () => {
    expect(refusalOf({})).toEqual(['  - DB_URL must be a URL address']);
    expect(readSettings({ DB_URL })).toMatchObject({
      DB_URL,
      PORT: 5000,
      ENVIRONMENT: 'development',
      LOG_LEVEL: 'info',
      ROLE: 'all',
      WHATSAPP_API_URL: 'https://graph.facebook.com',
      WHATSAPP_API_VERSION: 'v26.0',
      WHATSAPP_APP_SECRET: [],
      OPERATOR_API_KEYS: [],
      OPERATOR_MESSAGE_TAKES_OVER: false,
      HANDBACK_AFTER_MS: 0,
    });
  });

  it('takes an empty or blank value for one that is not set', () => {
    const empty = Object.fromEntries(NAMES.map((name) => [name, '']));
    expect(readSettings({ ...empty, DB_URL })).toEqual(readSettings({ DB_URL }));
    expect(readSettings({ DB_URL, REDIS_URI: ' ', PORT: ' ' })).toEqual(readSettings({ DB_URL }));
  });

  it.each([
    ['DB_URL', ['db.internal', 'mysql://db.internal/app', 'http://db.internal']],
    ['REDIS_URI', ['redis.internal:6379', 'http://redis.internal']],
    ['QUEUE_REDIS_URI', ['amqp://rabbit.internal']],
    ['WHATSAPP_PHONE_NUMBER_ID', ['../../me', 'a b', 'x'.repeat(65)]],
    ['WHATSAPP_API_URL', ['graph.facebook.com', 'ftp://graph.facebook.com', 'file:///etc/passwd']],
    ['WHATSAPP_API_VERSION', ['26', 'v26', 'latest', 'v26.0/..']],
    ['GEMINI_API_URL', ['generativelanguage']],
    ['LINK_HOSTS', ['https://shop.example', 'shop.example/x', 'shop', 'shop.example,*.example']],
    ['PORT', ['http', '-1', '65536', '80.5', 'NaN', '5000;']],
    ['HOST', ['localhost', '0.0.0', 'http://0.0.0.0']],
    ['PROBE_PORT', ['65536']],
    ['ENVIRONMENT', ['prod', 'Production']],
    ['LOG_LEVEL', ['loud']],
    ['ROLE', ['both', 'WEB']],
    ['OPERATOR_API_KEYS', ['anna', 'anna:short', ':a-long-key', 'anna:a-long-key,ben', 'an na:a-long-key']],
    ['OPERATOR_MESSAGE_TAKES_OVER', ['yes', '1', 'TRUE']],
    ['BUFFER_QUIET_MS', ['-1', '600001', '3s']],
    ['BUFFER_MAX_MS', ['3600001']],
    ['WORKER_CONCURRENCY', ['0', '201']],
    ['TURN_TIMEOUT_MS', ['999', '300001']],
    ['HANDBACK_AFTER_MS', ['-5', '1e12']],
    ['MEDIA_FETCH_TIMEOUT_MS', ['999', '300001']],
    ['MEDIA_WAIT_MS', ['-1', '60001']],
    ['MEDIA_BUCKET_ENDPOINT', ['s3.example', 'ftp://s3.example']],
    ['MEDIA_BUCKET_KEY_ID', ['an id without a secret']],
    ['MEDIA_BUCKET_SECRET', ['a secret without an id']],
    ['UNCONFIRMED_POLICY', ['retry']],
    ['FAULT_POINTS', ['before-lunch=kill', 'before-commit']],
  ])('names a wrong %s', (name, values) => {
    for (const value of values) {
      const lines = refusalOf({ DB_URL, [name]: value });
      expect(lines, `${name}=${value}`).not.toEqual([]);
      for (const line of lines) expect(line).toContain(name);
    }
  });

  it('names every wrong setting at once, and repeats no value', () => {
    const wrong = { DB_URL: 'secret-db', PORT: 'secret-port', ROLE: 'secret-role', OPERATOR_API_KEYS: 'secret-key' };
    const told = refusalOf(wrong).join('\n');
    for (const name of Object.keys(wrong)) expect(told).toContain(name);
    expect(told).not.toContain('secret-');
  });

  it('reads lists, flags, numbers and words in capitals', () => {
    const settings = readSettings({
      DB_URL,
      WHATSAPP_APP_SECRET: ' new , old,,',
      OPERATOR_API_KEYS: 'anna:a-long-key, ben:another:key',
      OPERATOR_MESSAGE_TAKES_OVER: 'true',
      PORT: '0',
      LOG_LEVEL: 'INFO',
    });
    expect(settings).toMatchObject({
      WHATSAPP_APP_SECRET: ['new', 'old'],
      OPERATOR_API_KEYS: ['anna:a-long-key', 'ben:another:key'],
      OPERATOR_MESSAGE_TAKES_OVER: true,
      PORT: 0,
      LOG_LEVEL: 'info',
    });
  });

  it('puts the queue on its own Redis, else on the one there is, else on none', () => {
    const [shared, own] = ['redis://a:6379', 'rediss://b:6379'];
    expect(readSettings({ DB_URL }).queueRedisUri).toBeUndefined();
    expect(readSettings({ DB_URL, REDIS_URI: shared }).queueRedisUri).toBe(shared);
    expect(readSettings({ DB_URL, REDIS_URI: shared, QUEUE_REDIS_URI: own }).queueRedisUri).toBe(own);
  });
});

describe('faults at named points', () => {
  it('are for tests alone', () => {
    const FAULT_POINTS = 'before-commit=kill@3, after-claim=delay:200';
    expect(readSettings({ DB_URL, ENVIRONMENT: 'test', FAULT_POINTS }).FAULT_POINTS).toHaveLength(2);
    for (const ENVIRONMENT of ['development', 'staging']) {
      expect(refusalOf({ DB_URL, ENVIRONMENT, FAULT_POINTS })).toEqual([
        '  - FAULT_POINTS is for ENVIRONMENT=test alone',
      ]);
    }
  });
});

describe('production', () => {
  it('starts with everything it needs', () => {
    expect(readSettings(PRODUCTION).isProduction).toBe(true);
  });

  it.each(Object.keys(PRODUCTION).filter((name) => !['DB_URL', 'ENVIRONMENT'].includes(name)))(
    'is refused without %s',
    (name) => {
      expect(refusalOf({ ...PRODUCTION, [name]: '' })).toEqual([`  - ${name} is required in production`]);
    },
  );

  it('is refused with lists of nothing', () => {
    expect(refusalOf({ ...PRODUCTION, WHATSAPP_APP_SECRET: ' , ', OPERATOR_API_KEYS: ',' })).toEqual([
      '  - WHATSAPP_APP_SECRET is required in production',
      '  - OPERATOR_API_KEYS is required in production',
    ]);
  });
});

describe('.env.example', () => {
  const text = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
  const lines = text.split('\n');
  /** Defaults stand behind a `#`, so that they are shown and not set. */
  const shown = parseEnv(text.replaceAll(/^#(?=[A-Z_]+=)/gm, ''));

  it('names every setting there is and no other', () => {
    expect(Object.keys(shown).toSorted()).toEqual(NAMES.toSorted());
  });

  it('shows the defaults, and nothing where there is none', () => {
    const defaults: Record<string, unknown> = { ...new Settings() };
    expect(shown).toEqual(Object.fromEntries(NAMES.map((name) => [name, String(defaults[name] ?? '')])));
  });

  it('says of each setting in a comment what it is', () => {
    const bare = lines.filter((line, at) => /^#?[A-Z_]+=/.test(line) && !/^# [A-Z]/.test(lines[at - 1] ?? ''));
    expect(bare).toEqual([]);
  });

  it('sets nothing when it is copied', () => {
    expect(Object.values(parseEnv(text)).filter((value) => value !== '')).toEqual([]);
  });
});

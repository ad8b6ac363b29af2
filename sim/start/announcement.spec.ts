import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/infra/config/read-settings.js';
import { announcement } from './announcement.js';
import type { System } from './system.js';

const settings = (env: Record<string, string> = {}): System['settings'] =>
  readSettings({ DB_URL: 'postgres://app:secret-password@db.example:5432/app', ...env });

const standIn: System = {
  url: 'http://127.0.0.1:5000',
  settings: settings(),
  standIns: { database: true, whatsApp: true, gemini: true },
  dataDir: './data',
  simulatorUrl: 'http://127.0.0.1:5100',
};
const real: System = {
  ...standIn,
  settings: settings({
    REDIS_URI: 'redis://:secret-password@redis.example:6379',
    OPERATOR_API_KEYS: 'ana:secret-password',
  }),
  standIns: { database: false, whatsApp: false, gemini: false },
  simulatorUrl: null,
};

describe('what npm start prints', () => {
  it('names the setting that replaces each stand-in', () => {
    const lines = announcement(standIn).split('\n');
    const lineOf = (part: string): string | undefined => lines.find((line) => line.trim().startsWith(part));
    expect(lineOf('Database')).toMatch(/\.\/data .*DB_URL$/);
    expect(lineOf('Queue')).toMatch(/in the database .*REDIS_URI$/);
    expect(lineOf('WhatsApp')).toMatch(/:5100 .*WHATSAPP_ACCESS_TOKEN.*VERIFY_TOKEN$/);
    expect(lineOf('Gemini')).toMatch(/:5100 .*GOOGLE_API_KEY$/);
    expect(lines.length).toBeLessThanOrEqual(25);
  });

  it('shows how to play the customer and the operator', () => {
    const text = announcement(standIn);
    for (const path of ['takeover', 'operator-message', 'handback']) expect(text).toContain(`:5000/api/v1/${path} `);
    expect(text).toContain(`:5100/sim/customers/15550100123/messages -H`);
    expect(text).toContain('npm run flow');
  });

  it('shows nothing of the simulator when it does not run, and never a secret', () => {
    const text = announcement(real);
    expect(text).not.toMatch(/\/sim\/|simulator|npm run flow/);
    expect(text).toContain('PostgreSQL at db.example:5432');
    expect(text).toContain('Redis at redis.example:6379');
    expect(text).toContain('authorization: Bearer YOUR_OPERATOR_KEY');
    expect(text).not.toContain('secret-password');
  });
});

import { createServer } from 'node:net';
import { Pool } from 'pg';
import { QueryFailedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { isUnavailable } from './unavailable.js';

const withCode = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });
const connect = (port: number) => new Pool({ host: '127.0.0.1', port, user: 'u', connectionTimeoutMillis: 300 });

/** Runs `work` against a listener that accepts and says nothing, as a frozen database does. */
async function againstSilence(work: (port: number) => Promise<void>): Promise<void> {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const address = server.address();
  try {
    await work(typeof address === 'object' && address !== null ? address.port : 0);
  } finally {
    server.close();
  }
}

describe('isUnavailable', () => {
  it.each(['57P01', '57P02', '57P03', '57014', '53300', '53100', '08006', '08P01', '58030', '25006', '55P03'])(
    'is true of SQLSTATE %s, bare and as TypeORM wraps it',
    (code) => {
      expect(isUnavailable(withCode(code))).toBe(true);
      expect(isUnavailable(new QueryFailedError('select 1', [], withCode(code)))).toBe(true);
    },
  );

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN'])('is true of %s', (code) => {
    expect(isUnavailable(withCode(code))).toBe(true);
  });

  it.each([
    'timeout exceeded when trying to connect',
    'Query read timeout',
    'Connection terminated',
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'Client has encountered a connection error and is not queryable',
    'Cannot use a pool after calling end on the pool',
  ])('is true of "%s", bare and as TypeORM wraps it', (words) => {
    expect(isUnavailable(new Error(words))).toBe(true);
    expect(isUnavailable(new QueryFailedError('select 1', [], new Error(words)))).toBe(true);
  });

  it('is true of what pg itself says when nobody listens', async () => {
    const error: unknown = await connect(1)
      .query('select 1')
      .catch((thrown: unknown) => thrown);
    expect(isUnavailable(error)).toBe(true);
  });

  it('is true of what pg itself says when the server is silent', async () => {
    await againstSilence(async (port) => {
      const error: unknown = await connect(port)
        .query('select 1')
        .catch((thrown: unknown) => thrown);
      expect(isUnavailable(error)).toBe(true);
    });
  });

  it.each(['23505', '22P05', '22021', '42P01', '40001', 'ENOENT', 'FST_ERR_CTP_INVALID_MEDIA_TYPE', '0800', '5730000'])(
    'is false of %s',
    (code) => {
      expect(isUnavailable(withCode(code))).toBe(false);
      expect(isUnavailable(new QueryFailedError('select 1', [], withCode(code)))).toBe(false);
    },
  );

  it.each([undefined, null, 'ECONNREFUSED', 7, { code: 'ECONNREFUSED' }, new Error('nothing of the kind')])(
    'is false of %j',
    (error) => {
      expect(isUnavailable(error)).toBe(false);
    },
  );
});

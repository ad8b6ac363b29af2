import { describe, expect, it } from 'vitest';
import { NotWritten } from './post-message.js';
import { classifyAnswer, classifyFailure, classifyReport } from './send-outcome.js';

const refusal = (code: number, details?: string): object => ({
  error: {
    message: `(#${code}) Something`,
    type: 'OAuthException',
    code,
    ...(details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details } }),
  },
});
const accepted = { messaging_product: 'whatsapp', contacts: [], messages: [{ id: 'wamid.X' }] };

/** One code of each kind, with an HTTP status it comes with; the error table's own test has all of them. */
const CODES = [
  [132_069, 400, { kind: 'later', holds: 'message', retryAfterMs: null }],
  [131_056, 400, { kind: 'later', holds: 'customer', retryAfterMs: null }],
  [130_429, 400, { kind: 'later', holds: 'number', retryAfterMs: null }],
  [131_016, 500, { kind: 'later', holds: 'number', retryAfterMs: null }],
  [131_000, 500, { kind: 'unknown' }],
  [131_047, 400, { kind: 'window-closed' }],
  [190, 401, { kind: 'stopped' }],
  [368, 403, { kind: 'stopped' }],
  [131_042, 400, { kind: 'stopped' }],
  [131_048, 400, { kind: 'refused', holds: 'number' }],
  [131_026, 400, { kind: 'refused', holds: 'message' }],
  [100, 400, { kind: 'refused', holds: 'message' }],
  [999_999, 400, { kind: 'refused', holds: 'message' }],
] as const;
const NOW = new Date('2026-10-21T07:28:00Z');
const answer = (status: number, body: unknown, retryAfter: string | null = null) =>
  classifyAnswer(status, body, retryAfter, NOW);

describe('classifyAnswer', () => {
  it('takes the id of an accepted message', () => {
    expect(answer(200, accepted)).toEqual({ kind: 'sent', externalId: 'wamid.X' });
  });

  it.each(CODES)('decides by code %i, whatever the HTTP status', (code, status, verdict) => {
    for (const http of [status, 400, 403, 500, 503]) {
      expect(answer(http, refusal(code))).toEqual({
        ...verdict,
        refusal: { code, message: `(#${code}) Something` },
      });
    }
  });

  it('is in doubt about a server fault without a readable reason, and about a 200 without an id (P5)', () => {
    for (const body of [null, 'oops', {}, [], { error: null }, { error: 'x' }, { messages: [{}] }]) {
      for (const status of [200, 201, 500, 502, 504]) expect(answer(status, body).kind).toBe('unknown');
    }
  });

  it('takes an id only from a 200', () => {
    expect(answer(500, accepted).kind).toBe('unknown');
  });

  it('reads 429 as "later" for the whole number, with whatever body, and follows Retry-After', () => {
    expect(answer(429, null, '7')).toEqual({
      kind: 'later',
      holds: 'number',
      refusal: { code: null, message: 'Too many calls' },
      retryAfterMs: 7_000,
    });
    expect(answer(429, refusal(999_999), 'soon')).toMatchObject({ kind: 'later', holds: 'number', retryAfterMs: null });
    expect(answer(400, refusal(131_056), '0')).toMatchObject({ holds: 'customer', retryAfterMs: 0 });
  });

  it('tells the details where there are some, else the message, else that there is none', () => {
    const reasons = [refusal(131_026, 'No WhatsApp there'), refusal(131_026, ''), refusal(131_026), { error: {} }];
    expect(
      reasons.map((body) => {
        const outcome = answer(400, body);
        return 'refusal' in outcome ? outcome.refusal : null;
      }),
    ).toEqual([
      { code: 131_026, message: 'No WhatsApp there' },
      { code: 131_026, message: '(#131026) Something' },
      { code: 131_026, message: '(#131026) Something' },
      { code: null, message: 'no reason given' },
    ]);
  });
});

describe('classifyReport', () => {
  it.each(CODES)('says the same of code %i in a failed status, but that nothing is in doubt', (code, _, verdict) => {
    const told = { refusal: { code, message: 'Too many' } };
    const known = verdict.kind === 'unknown' ? { kind: 'refused', holds: 'message' } : verdict;
    const details = { error_data: { details: 'Too many' } };
    expect(classifyReport([{ code, title: 'Something', message: 'Something', ...details }])).toEqual({
      ...known,
      ...told,
    });
    expect(classifyReport({ code: String(code), title: 'Too many' })).toEqual({ ...known, ...told });
  });

  it.each([null, [], 'x', [null], [{ code: {} }]])('makes a refusal of %j', (errors) => {
    expect(classifyReport(errors)).toEqual({
      kind: 'refused',
      holds: 'message',
      refusal: { code: null, message: 'no reason given' },
    });
  });
});

describe('classifyFailure', () => {
  it('knows that nothing was sent where nothing was written', () => {
    expect(classifyFailure(new NotWritten('ECONNREFUSED'))).toEqual({
      kind: 'later',
      holds: 'message',
      refusal: { code: null, message: 'ECONNREFUSED' },
      retryAfterMs: null,
    });
  });

  it('is in doubt about everything else (P5)', () => {
    const timeout = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    for (const error of [timeout, new Error('read ECONNRESET')]) {
      expect(classifyFailure(error)).toEqual({ kind: 'unknown', refusal: { code: null, message: error.message } });
    }
  });
});

import { describe, expect, it } from 'vitest';
import { classifyAnswer, classifyFailure } from './send-outcome.js';

const refusal = (code: number, details?: string): object => ({
  error: {
    message: `(#${code}) Something`,
    type: 'OAuthException',
    code,
    ...(details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details } }),
  },
});
const accepted = { messaging_product: 'whatsapp', contacts: [], messages: [{ id: 'wamid.X' }] };

/** The platform's error table: code, usual HTTP status, and what its column "retry?" comes to. */
const TABLE: [codes: number[], status: number, kind: 'not-sent' | 'unknown' | 'refused'][] = [
  [[2, 133_004], 503, 'not-sent'],
  [[4, 80_007, 130_429, 131_056], 400, 'not-sent'],
  [[131_016, 131_057], 500, 'not-sent'],
  [[1], 400, 'unknown'],
  [[131_000], 500, 'unknown'],
  [[0, 190], 401, 'refused'],
  [[10, 200, 299, 368, 130_497, 131_005, 131_031], 403, 'refused'],
  [[3, 131_045, 133_000], 500, 'refused'],
  [[33, 100, 130_403, 130_472, 131_008, 131_009, 131_021, 131_026, 131_030, 131_037, 131_042], 400, 'refused'],
  [[131_047, 131_048, 131_049, 131_050, 131_051, 131_053, 131_055, 131_062, 131_063, 131_064], 400, 'refused'],
  [[132_000, 132_001, 132_005, 132_007, 132_008, 132_012, 132_015, 132_016, 132_018], 400, 'refused'],
  [[133_005, 133_006, 133_010, 133_015, 134_011, 135_000, 137_000, 138_000, 2_388_001], 400, 'refused'],
  [[999_999], 400, 'refused'],
];
const CODES = TABLE.flatMap(([codes, status, kind]) => codes.map((code) => [code, status, kind] as const));

describe('classifyAnswer', () => {
  it('takes the id of an accepted message', () => {
    expect(classifyAnswer(200, accepted, null)).toEqual({ kind: 'sent', externalId: 'wamid.X' });
  });

  it.each(CODES)('code %i with HTTP %i is %s', (code, status, kind) => {
    expect(classifyAnswer(status, refusal(code), null)).toMatchObject({ kind, refusal: { code } });
  });

  it.each(CODES)('decides by code %i, whatever the HTTP status', (code, _, kind) => {
    for (const status of [400, 403, 500, 503]) {
      expect(classifyAnswer(status, refusal(code), null).kind).toBe(kind);
    }
  });

  it('is in doubt about a server fault without a readable reason, and about a 200 without an id (P5)', () => {
    for (const body of [null, 'oops', {}, [], { error: null }, { error: 'x' }, { messages: [{}] }]) {
      for (const status of [200, 201, 500, 502, 504]) expect(classifyAnswer(status, body, null).kind).toBe('unknown');
    }
  });

  it('takes an id only from a 200', () => {
    expect(classifyAnswer(500, accepted, null).kind).toBe('unknown');
  });

  it('reads 429 as "later", with whatever body, and follows Retry-After', () => {
    expect(classifyAnswer(429, null, '7')).toEqual({
      kind: 'not-sent',
      refusal: { code: null, message: 'Too many calls' },
      retryAfterMs: 7_000,
    });
    expect(classifyAnswer(400, refusal(131_056), '0')).toMatchObject({ kind: 'not-sent', retryAfterMs: 0 });
  });

  it.each([null, '', 'soon', '-1', 'Infinity', 'Wed, 21 Oct 2026 07:28:00 GMT'])(
    'makes no pause of a Retry-After of %j',
    (header) => {
      expect(classifyAnswer(429, null, header)).toMatchObject({ retryAfterMs: null });
    },
  );

  it('tells the details where there are some, else the message, else that there is none', () => {
    const reasons = [refusal(131_026, 'No WhatsApp there'), refusal(131_026, ''), refusal(131_026), { error: {} }];
    expect(
      reasons.map((body) => {
        const outcome = classifyAnswer(400, body, null);
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

const failure = (code: string): Error => Object.assign(new TypeError('fetch failed'), { cause: { code } });

describe('classifyFailure', () => {
  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED'])(
    '%s came before the request, so nothing was sent',
    (code) => {
      expect(classifyFailure(failure(code))).toEqual({
        kind: 'not-sent',
        refusal: { code: null, message: code },
        retryAfterMs: null,
      });
    },
  );

  it.each(['ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'EPIPE'])(
    '%s may have come after the message was taken (P5)',
    (code) => {
      expect(classifyFailure(failure(code))).toEqual({ kind: 'unknown', refusal: { code: null, message: code } });
    },
  );

  it('is in doubt after our own time limit', () => {
    const timeout = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    expect(classifyFailure(timeout)).toMatchObject({ kind: 'unknown', refusal: { message: timeout.message } });
  });
});

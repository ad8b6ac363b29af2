import { describe, expect, it } from 'vitest';
import { faultOf } from './model-fault.js';

const error = (status: number | undefined, message = 'Something', more: object = {}): Error =>
  Object.assign(new Error(message), status === undefined ? more : { status, ...more });
const retryInfo = (retryDelay: string): object => ({
  errorDetails: [
    { '@type': 'type.googleapis.com/google.rpc.Help' },
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay },
  ],
});

describe('faultOf', () => {
  it.each([408, 429, 500, 502, 503, 504])('HTTP %i may pass', (status) => {
    expect(faultOf(error(status))).toMatchObject({ retryable: true, isOutage: true, retryAfterMs: null });
  });

  it.each([400, 401, 403, 404, 501])('HTTP %i will not pass', (status) => {
    expect(faultOf(error(status))).toMatchObject({ retryable: false, isOutage: false });
  });

  it('a broken connection may pass', () => {
    expect(faultOf(new TypeError('fetch failed'))).toMatchObject({ retryable: true });
  });

  it("follows the provider's hint, unless a person is quicker", () => {
    expect(faultOf(error(429, 'x', retryInfo('1.5s')))).toMatchObject({ retryable: true, retryAfterMs: 1_500 });
    expect(faultOf(error(429, 'x', retryInfo('5s')))).toMatchObject({ retryable: true, retryAfterMs: 5_000 });
    expect(faultOf(error(429, 'x', retryInfo('5.1s')))).toMatchObject({ retryable: false, isOutage: true });
    expect(faultOf(error(429, 'x', retryInfo('later')))).toMatchObject({ retryable: true, retryAfterMs: null });
  });

  it('says what happened in one short line', () => {
    const { message } = faultOf(error(503, `Overloaded ${'x'.repeat(1_000)}\nthe whole request`));
    expect(message).toMatch(/^The model failed with 503: Overloaded x+$/);
    expect(message.length).toBeLessThan(350);
  });

  it('reads whatever was thrown', () => {
    expect(faultOf('a string')).toMatchObject({ retryable: true });
    expect(faultOf({})).toMatchObject({ retryable: true });
  });
});

import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSameWord, isSigned } from './signature.js';

const sign = (body: string | Buffer, secret = 'app-secret') =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** The platform writes non-ASCII and slashes escaped, in lower-case hex. */
const BODY = String.raw`{"text":{"body":"ol\u00e1 \ud83d\ude00"},"mime_type":"image\/jpeg"}`;

describe('isSigned', () => {
  it('believes the right signature over the bytes as sent', () => {
    expect(isSigned(Buffer.from(BODY), sign(BODY), ['app-secret'])).toBe(true);
    expect(isSigned(Buffer.alloc(0), sign(''), ['app-secret'])).toBe(true);
  });

  it('does not believe it over the same JSON written another way', () => {
    const rewritten = JSON.stringify(JSON.parse(BODY));
    expect(rewritten).toContain('😀');
    expect(isSigned(Buffer.from(rewritten), sign(BODY), ['app-secret'])).toBe(false);
  });

  it('believes either secret while one is being rotated, and no third', () => {
    const secrets = ['new-secret', 'old-secret'];
    expect(isSigned(Buffer.from(BODY), sign(BODY, 'new-secret'), secrets)).toBe(true);
    expect(isSigned(Buffer.from(BODY), sign(BODY, 'old-secret'), secrets)).toBe(true);
    expect(isSigned(Buffer.from(BODY), sign(BODY, 'app-secret'), secrets)).toBe(false);
  });

  it('notices every single flipped bit of body and signature', () => {
    const body = Buffer.from('{"a":1}');
    const digest = Buffer.from(sign(body).slice(7), 'hex');
    for (let bit = 0; bit < body.length * 8; bit++) {
      expect(isSigned(flipped(body, bit), sign(body), ['app-secret'])).toBe(false);
    }
    for (let bit = 0; bit < 256; bit++) {
      expect(isSigned(body, `sha256=${flipped(digest, bit).toString('hex')}`, ['app-secret'])).toBe(false);
    }
  });

  const good = sign(BODY);
  it.each([
    undefined,
    null,
    '',
    'sha256=',
    good.slice(7),
    good.slice(0, -1),
    `${good}0`,
    `${good} `,
    `${good}\n`,
    `${good}, ${good}`,
    good.replace('sha256', 'sha1'),
    `sha256=${'g'.repeat(64)}`,
    [good],
  ])('refuses the malformed header %j', (header) => {
    expect(isSigned(Buffer.from(BODY), header, ['app-secret'])).toBe(false);
  });

  it('believes nobody without a secret', () => {
    expect(isSigned(Buffer.from(BODY), sign(BODY, ''), [])).toBe(false);
  });
});

describe('isSameWord', () => {
  it('compares words of any length', () => {
    expect(isSameWord('token', 'token')).toBe(true);
    expect(isSameWord('token', 'token2')).toBe(false);
    expect(isSameWord('', 'token')).toBe(false);
  });
});

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return copy;
}

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readDigest } from './digest.js';

/** Its base64 has both characters that base64url writes otherwise. */
const DIGEST = Buffer.from('fbff' + '00'.repeat(29) + 'fe', 'hex');

describe('A digest', () => {
  it.each([
    ['hex', DIGEST.toString('hex')],
    ['hex in capitals', DIGEST.toString('hex').toUpperCase()],
    ['base64', DIGEST.toString('base64')],
    ['base64 without its end', DIGEST.toString('base64').replace('=', '')],
    ['base64url', DIGEST.toString('base64url')],
    ['base64 with space around', ` ${DIGEST.toString('base64')}\n`],
  ])('is read from %s', (_form, text) => {
    expect(readDigest(text)).toEqual(DIGEST);
  });

  it('is that of the bytes', () => {
    const hash = () => createHash('sha256').update('words');
    expect(readDigest(hash().digest('base64'))).toEqual(hash().digest());
  });

  it.each([
    '',
    'aGFzaA==',
    DIGEST.toString('hex').slice(1),
    `${DIGEST.toString('hex')}0`,
    'x'.repeat(64),
    '='.repeat(44),
  ])('is not read from "%s"', (text) => {
    expect(readDigest(text)).toBeNull();
  });
});

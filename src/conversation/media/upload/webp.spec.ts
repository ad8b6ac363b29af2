import { describe, expect, it } from 'vitest';
import { readWebp } from './webp.js';

const webp = (form: string, rest: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`RIFF\0\0\0\0WEBP${form}\0\0\0\0`, 'latin1'), rest, Buffer.alloc(16)]);

const lossy = webp('VP8 ', Buffer.from('0000009d012a00020042', 'hex'));
const lossless = webp('VP8L', Buffer.from('2fffc17f00', 'hex'));
const extended = (flags: string): Buffer => webp('VP8X', Buffer.from(`${flags}000000ff0100ff0100`, 'hex'));

describe('readWebp', () => {
  it('reads the sides of each form, and whether it moves', () => {
    expect(readWebp(lossy)).toEqual({ width: 512, height: 512, isAnimated: false });
    expect(readWebp(lossless)).toEqual({ width: 512, height: 512, isAnimated: false });
    expect(readWebp(extended('00'))).toEqual({ width: 512, height: 512, isAnimated: false });
    expect(readWebp(extended('02'))).toEqual({ width: 512, height: 512, isAnimated: true });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['one that breaks off', extended('00').subarray(0, 29)],
    ['another image', Buffer.alloc(64)],
    ['an unknown form', webp('VP9 ', Buffer.alloc(16))],
  ])('reads nothing from %s', (_, head) => {
    expect(readWebp(head)).toBeNull();
  });
});

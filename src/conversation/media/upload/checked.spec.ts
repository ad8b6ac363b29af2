import { describe, expect, it } from 'vitest';
import type { CallerError } from '../../../infra/errors.js';
import { HEAD_LENGTH } from '../mime-type.js';
import { checked, type Passed } from './checked.js';

const MB = 1024 * 1024;

/** How files of each type begin. */
const BEGINNINGS: Record<string, Buffer> = {
  'image/jpeg': Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
  'image/png': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  'image/gif': Buffer.from('GIF89a', 'latin1'),
  'video/mp4': Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'),
  'video/3gpp': Buffer.from('\0\0\0\x14ftyp3gp4', 'latin1'),
  'audio/mp4': Buffer.from('\0\0\0\x18ftypM4A ', 'latin1'),
  'audio/mpeg': Buffer.from('fffb9064', 'hex'),
  'audio/ogg': Buffer.from(`OggS\0\x02${'\0'.repeat(20)}\x01\x13OpusHead`, 'latin1'),
  'audio/amr': Buffer.from('#!AMR\n', 'latin1'),
  'audio/aac': Buffer.from('fff15080', 'hex'),
  'application/pdf': Buffer.from('%PDF-1.7\n', 'latin1'),
};
const FILLING = Buffer.alloc(64 * 1_024, 'filled ');

/** `size` bytes that begin as a file of this type does, piece by piece. */
function* fileOf(mimeType: string, size: number): Generator<Buffer> {
  const beginning = BEGINNINGS[mimeType] ?? Buffer.alloc(0);
  yield beginning;
  for (let left = size - beginning.length; left > 0; left -= FILLING.length) yield FILLING.subarray(0, left);
}

/** Lets a file pass; returns what is known of it, and how many bytes came through. */
async function pass(pieces: Iterable<Buffer>, filename: string): Promise<Passed & { through: number }> {
  const passed: Passed = { size: 0, sendable: null };
  let through = 0;
  const content = (async function* () {
    yield* pieces;
  })();
  for await (const piece of checked(content, filename, passed)) through += piece.length;
  return { ...passed, through };
}
const refusalOf = (pieces: Iterable<Buffer>, filename: string): Promise<[number, string]> =>
  pass(pieces, filename).then(
    () => [200, 'taken'],
    (error: CallerError) => [error.status, error.message],
  );
const sticker = (width: number, isAnimated: boolean, size: number): Buffer[] => {
  const head = Buffer.alloc(30);
  head.write('RIFF\0\0\0\0WEBPVP8X', 'latin1');
  head.writeUInt8(isAnimated ? 2 : 0, 20);
  head.writeUIntLE(width - 1, 24, 3);
  head.writeUIntLE(511, 27, 3);
  return [head, Buffer.alloc(size - head.length)];
};

describe('A file that an operator hands in', () => {
  it.each([
    ['image/jpeg', 'a.jpg', 'image', 5],
    ['image/png', 'a', 'image', 5],
    ['video/mp4', 'a.mp4', 'video', 16],
    ['video/3gpp', 'a.3gp', 'video', 16],
    ['audio/mpeg', 'a.mp3', 'audio', 16],
    ['audio/mp4', 'a.m4a', 'audio', 16],
    ['audio/ogg', 'a.ogg', 'audio', 16],
    ['audio/amr', 'a.amr', 'audio', 16],
    ['audio/aac', 'a.aac', 'audio', 16],
    ['application/pdf', 'a.pdf', 'document', 100],
  ])('of %s is taken whole as %s, %s, up to %i MB', async (mimeType, filename, type, most) => {
    const size = most * MB;
    const found = await pass(fileOf(mimeType, size), filename);
    expect(found).toEqual({ size, through: size, sendable: { type, mimeType, most: size } });
    expect(await refusalOf(fileOf(mimeType, size + 1), filename)).toEqual([
      413,
      `The file is too large: WhatsApp takes ${type} files of at most ${most} MB`,
    ]);
  });

  it.each([1, HEAD_LENGTH - 1, HEAD_LENGTH, HEAD_LENGTH + 1])('may be text of %i bytes', async (size) => {
    const found = await pass([Buffer.alloc(size, 'x')], 'notes.txt');
    expect(found).toMatchObject({ size, through: size, sendable: { type: 'document', mimeType: 'text/plain' } });
  });

  it('is an Office file where its container and its name say so', async () => {
    const container = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
    expect((await pass([container], 'bill.xls')).sendable?.mimeType).toBe('application/vnd.ms-excel');
    expect((await refusalOf([container], 'bill.exe'))[0]).toBe(400);
  });

  it('is a sticker of 512 x 512, small, a little larger when it moves', async () => {
    expect((await pass(sticker(512, false, 100 * 1024), 'a.webp')).sendable?.type).toBe('sticker');
    expect((await pass(sticker(512, true, 500 * 1024), 'a.webp')).sendable?.type).toBe('sticker');
    expect((await refusalOf(sticker(512, false, 100 * 1024 + 1), 'a.webp'))[0]).toBe(413);
    expect((await refusalOf(sticker(512, true, 500 * 1024 + 1), 'a.webp'))[0]).toBe(413);
    expect((await refusalOf(sticker(100, false, 1_024), 'a.webp'))[1]).toContain('100 x 512');
  });

  it.each([
    ['a page', [Buffer.from('<html><script>alert(1)</script>')], 'a.png'],
    ['a page called text', [Buffer.from('<html>\0')], 'a.txt'],
    ['a GIF', [...fileOf('image/gif', 100)], 'a.jpg'],
    ['a program', [Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])], 'a.pdf'],
    ['nothing', [], 'a.pdf'],
  ])('is refused when it is %s, whatever its name', async (_, pieces, filename) => {
    expect((await refusalOf(pieces, filename))[0]).toBe(400);
  });

  it('is refused before it has come, when its beginning says so', async () => {
    let read = 0;
    const endless = (function* () {
      for (;;) yield Buffer.alloc(8_192, (read += 1) && 'GIF89a');
    })();
    expect((await refusalOf(endless, 'a.gif'))[0]).toBe(400);
    expect(read).toBeLessThan(4);
  });
});

import { describe, expect, it } from 'vitest';
import { mimeTypeOf, UNKNOWN_TYPE } from './mime-type.js';

/** The beginning of a file, and something behind it. */
const file = (beginning: string): Buffer => Buffer.concat([Buffer.from(beginning, 'latin1'), Buffer.alloc(5_000, 's')]);

const JPEG = file('\xff\xd8\xff\xe0\0\x10JFIF\0');
const MP4 = file('\0\0\0\x18ftypmp42\0\0\0\0mp42isom');
const ZIP = file('PK\x03\x04' + '\0'.repeat(26));
const OLD_OFFICE = file('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1');
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

describe('The type of a file', () => {
  it.each([
    ['image/jpeg', JPEG],
    ['image/png', file('\x89PNG\r\n\x1a\n\0\0\0\rIHDR')],
    ['image/webp', file('RIFF\0\0\0\0WEBPVP8 ')],
    ['video/mp4', MP4],
    ['video/3gpp', file('\0\0\0\x14ftyp3gp4')],
    ['audio/amr', file('#!AMR\n')],
    ['audio/aac', file('\xff\xf1\x50\x80')],
    ['application/pdf', file('%PDF-1.7\n')],
  ])('is %s by its bytes, whatever was said', async (type, bytes) => {
    expect(await mimeTypeOf(bytes, type)).toBe(type);
    expect(await mimeTypeOf(bytes, 'text/html')).toBe(type);
    expect(await mimeTypeOf(bytes, undefined)).toBe(type);
  });

  it('has no parameters', async () => {
    const voice = file(`OggS\0\x02${'\0'.repeat(20)}\x01\x13OpusHead`);
    expect(await mimeTypeOf(voice, 'audio/ogg; codecs=opus')).toBe('audio/ogg');
  });

  it.each<[string, string, Buffer]>([
    [DOCX, 'a zip', ZIP],
    ['application/vnd.oasis.opendocument.text', 'a zip', ZIP],
    ['application/msword', 'an old office file', OLD_OFFICE],
    ['application/vnd.ms-excel', 'an old office file', OLD_OFFICE],
    ['audio/mp4', 'an MP4', MP4],
  ])('is %s as it was said, where the bytes are %s', async (said, _container, bytes) => {
    expect(await mimeTypeOf(bytes, said)).toBe(said);
  });

  it('is not taken from the sender where the bytes say otherwise', async () => {
    expect(await mimeTypeOf(ZIP, 'image/jpeg')).toBe('application/zip');
    expect(await mimeTypeOf(ZIP, 'application/vnd.openxmlformats-officedocument./../x')).toBe('application/zip');
    expect(await mimeTypeOf(OLD_OFFICE, DOCX)).toBe('application/x-cfb');
    expect(await mimeTypeOf(JPEG, 'audio/mp4')).toBe('image/jpeg');
  });

  it.each(['<html><script>alert(1)</script>', '<svg xmlns="http://www.w3.org/2000/svg">', 'GET / HTTP/1.1', ''])(
    'is unknown for "%s" that was said to be a picture',
    async (text) => {
      expect(await mimeTypeOf(Buffer.from(text), 'image/png')).toBe(UNKNOWN_TYPE);
    },
  );

  it('is plain for text of every kind, and only for text', async () => {
    expect(await mimeTypeOf(Buffer.from('grüße'), 'text/plain; charset=utf-8')).toBe('text/plain');
    expect(await mimeTypeOf(Buffer.from('<script>'), 'text/html')).toBe('text/plain');
    expect(await mimeTypeOf(Buffer.from('grüß'.repeat(10)).subarray(0, -1), 'text/csv')).toBe('text/plain');
    expect(await mimeTypeOf(Buffer.from('a\0b'), 'text/plain')).toBe(UNKNOWN_TYPE);
    expect(await mimeTypeOf(Buffer.from([0xff, 0x41, 0x41, 0x41, 0x41, 0x41]), 'text/plain')).toBe(UNKNOWN_TYPE);
  });
});

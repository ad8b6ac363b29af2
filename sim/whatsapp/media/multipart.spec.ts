import { describe, expect, it } from 'vitest';
import { readForm } from './multipart.js';

const TYPE = 'multipart/form-data; boundary=cut';
const form = (...parts: string[]): Buffer =>
  Buffer.from(
    [...parts, '']
      .map((part) => `--cut\r\n${part}`)
      .join('\r\n')
      .replace(/--cut\r\n$/, '--cut--\r\n'),
    'latin1',
  );
const field = (name: string, content: string): string =>
  `Content-Disposition: form-data; name="${name}"\r\n\r\n${content}`;

describe('A form', () => {
  it('is read field by field, bytes as they are', async () => {
    const bytes = Buffer.from([0, 13, 10, 45, 45, 99, 255]);
    const data = new FormData();
    data.set('messaging_product', 'whatsapp');
    data.set('file', new Blob([bytes], { type: 'image/png' }), 'ä.png');
    const request = new Request('http://x', { method: 'POST', body: data });
    const parts = readForm(request.headers.get('content-type') ?? '', Buffer.from(await request.arrayBuffer()));
    expect(parts?.get('messaging_product')?.bytes.toString()).toBe('whatsapp');
    expect(parts?.get('file')).toEqual({ type: 'image/png', bytes });
  });

  it('takes a boundary in quotes, an empty field, and the first of two of one name', () => {
    const parts = readForm(
      'multipart/form-data; boundary="cut"',
      form(field('a', ''), field('b', '1'), field('b', '2')),
    );
    expect([...(parts ?? [])].map(([name, { bytes }]) => [name, bytes.toString()])).toEqual([
      ['a', ''],
      ['b', '1'],
    ]);
  });

  it.each<[string, string | undefined, Buffer]>([
    ['no type', undefined, form(field('a', '1'))],
    ['another type', 'application/json', form(field('a', '1'))],
    ['no boundary', 'multipart/form-data', form(field('a', '1'))],
    ['no end', TYPE, Buffer.from(`--cut\r\n${field('a', '1')}`)],
    ['a part without name', TYPE, form('Content-Disposition: form-data\r\n\r\n1')],
    ['a part without head', TYPE, form('only words')],
    ['more than 20 fields', TYPE, form(...Array.from({ length: 22 }, (_, at) => field(`f${at}`, '')))],
    ['a head over 8 KiB', TYPE, form(`X-Long: ${'x'.repeat(9_000)}\r\n${field('a', '1')}`)],
    ['nothing', TYPE, Buffer.alloc(0)],
  ])('is none with %s', (_what, type, body) => {
    expect(readForm(type, body)).toBeNull();
  });
});

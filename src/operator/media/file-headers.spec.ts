import { parse } from 'content-disposition';
import { describe, expect, it } from 'vitest';
import { fileHeaders } from './file-headers.js';

const ID = '1b4e28ba-2fa1-11d2-883f-0016d3cca427';
const headersOf = (mimeType: string, filename: string | null = null) =>
  fileHeaders({ id: ID, state: 'stored', size: 1, mimeType, filename });

describe('The headers of a file', () => {
  it.each(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'video/mp4', 'video/3gpp', 'audio/ogg', 'audio/mpeg'])(
    'let %s be shown as it is',
    (type) => {
      expect(headersOf(type)['content-type']).toBe(type);
      expect(headersOf(type)['content-disposition']).toMatch(/^inline/);
    },
  );

  it.each([
    'application/pdf',
    'text/plain',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.ms-excel',
  ])('let %s be saved under its type', (type) => {
    expect(headersOf(type)['content-type']).toBe(type);
    expect(headersOf(type)['content-disposition']).toMatch(/^attachment/);
  });

  it.each([
    'text/html',
    'image/svg+xml',
    'application/xml',
    'application/xhtml+xml',
    'text/javascript',
    'application/x-msdownload',
    'application/octet-stream',
    'image/jpeg\r\nx-evil: 1',
    '',
  ])('let %j be saved and never be run', (type) => {
    expect(headersOf(type)['content-type']).toBe('application/octet-stream');
    expect(headersOf(type)['content-disposition']).toMatch(/^attachment/);
  });

  it('forbid guessing, running, loading and keeping in shared caches, whatever it is', () => {
    for (const type of ['image/png', 'text/html'])
      expect(headersOf(type)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
        'cache-control': 'private',
      });
  });

  it.each([
    ['bill.pdf', 'bill.pdf'],
    ['Rechnung März.pdf', 'Rechnung März.pdf'],
    ['счёт 😀.pdf', 'счёт 😀.pdf'],
    ['a"; filename=evil.html', 'a"; filename=evil.html'],
    ['bill\r\nset-cookie: a=1.pdf', 'billset-cookie: a=1.pdf'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['../..\\etc/passwd', '.._.._etc_passwd'],
    ['\u0000\u200B', ID],
    [null, ID],
  ])('name a file called %j %j', (filename, name) => {
    const header = headersOf('application/pdf', filename)['content-disposition'] ?? '';
    expect(header).toMatch(/^[\x20-\x7e]+$/);
    expect(parse(header).parameters['filename']).toBe(name);
  });
});

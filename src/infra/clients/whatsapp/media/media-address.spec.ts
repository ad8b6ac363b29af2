import { describe, expect, it } from 'vitest';
import { mediaAddress } from './media-address.js';

const GRAPH = new URL('https://graph.facebook.com');
const STAND_IN = new URL('http://127.0.0.1:5100');

describe('An address of a file', () => {
  it.each([
    'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2&hash=3',
    'https://LOOKASIDE.fbsbx.com/a',
    'https://lookaside.fbsbx.com:443/a',
    'https://scontent.xx.fbcdn.net/v/t1',
    'https://mmg.fbcdn.net/a',
    'https://graph.facebook.com/v26.0/1',
  ])('may be %s', (text) => {
    expect(mediaAddress(text, GRAPH)?.href).toBe(new URL(text).href);
  });

  it.each([
    'http://lookaside.fbsbx.com/a',
    'https://lookaside.fbsbx.com:8443/a',
    'https://token@lookaside.fbsbx.com/a',
    'https://lookaside.fbsbx.com:pass@evil.example/a',
    'https://user:pass@lookaside.fbsbx.com/a',
    'https://lookaside.fbsbx.com./a',
    'https://lookaside.fbsbx.com.evil.example/a',
    'https://evil-lookaside.fbsbx.com/a',
    'https://lookaside.fbsbx.com%2eevil.example/a',
    'https://lookaside.fbsbx.com@evil.example/a',
    'https://evil.example/lookaside.fbsbx.com',
    'https://evil.example#lookaside.fbsbx.com',
    'https://fbcdn.net/a',
    'https://evilfbcdn.net/a',
    'https://fbcdn.net.evil.example/a',
    'https://x_y.fbcdn.net/a',
    'https://www.facebook.com/a',
    'https://127.0.0.1/a',
    'https://localhost/a',
    'https://2130706433/a',
    'https://0x7f.1/a',
    'https://0177.0.0.1/a',
    'https://[::1]/a',
    'https://[::ffff:127.0.0.1]/a',
    'https://169.254.169.254/latest/meta-data',
    'https://metadata.google.internal/',
    'http://graph.facebook.com/a',
    'https://graph.facebook.com:444/a',
    'http://127.0.0.1:5100/a',
    'ftp://lookaside.fbsbx.com/a',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    'gopher://lookaside.fbsbx.com/a',
    'javascript:alert(1)',
    '//lookaside.fbsbx.com/a',
    '/a',
    'lookaside.fbsbx.com',
    'https://',
    '',
    `https://lookaside.fbsbx.com/${'a'.repeat(5_000)}`,
  ])('may not be %s', (text) => {
    expect(mediaAddress(text, GRAPH)).toBeNull();
  });

  it('may lie at the API that is set, and at no other port of its host', () => {
    expect(mediaAddress('http://127.0.0.1:5100/a?b', STAND_IN)?.href).toBe('http://127.0.0.1:5100/a?b');
    for (const other of ['http://127.0.0.1:5101/a', 'http://localhost:5100/a', 'https://127.0.0.1:5100/a']) {
      expect(mediaAddress(other, STAND_IN)).toBeNull();
    }
  });

  it('may be told relative to another, and is judged as a whole', () => {
    const base = new URL('https://lookaside.fbsbx.com/a/b');
    expect(mediaAddress('../c', GRAPH, base)?.href).toBe('https://lookaside.fbsbx.com/c');
    expect(mediaAddress('//evil.example/c', GRAPH, base)).toBeNull();
  });
});

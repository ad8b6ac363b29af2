import { describe, expect, it } from 'vitest';
import { defused, linksIn } from './links.js';

describe('linksIn', () => {
  it.each([
    ['https://evil.com', 'evil.com'],
    ['HTTPS://EVIL.COM/Path?x=1#y', 'evil.com'],
    ['see evil.com.', 'evil.com'],
    ['(evil.com/pay)', 'evil.com'],
    ['www.evil.com', 'evil.com'],
    ['pay.evil.co.uk', 'pay.evil.co.uk'],
    ['https://good.com@evil.com', null],
    ['https://good.com:pw@evil.com/', null],
    ['https://good.com%40evil.com', null],
    ['https://good.com\\@evil.com', null],
    ['https://good.com.evil.com', 'good.com.evil.com'],
    ['https://evil.com:8080/x', 'evil.com:8080'],
    ['evil.com:8080', 'evil.com:8080'],
    ['http://93.184.216.34/pay', '93.184.216.34'],
    ['93.184.216.34/pay', '93.184.216.34'],
    ['http://3639548962', '216.239.28.34'],
    ['[our shop](https://evil.com)', 'evil.com'],
    ['[https://good.com](https://evil.com)', null],
    ['xn--80ak6aa92e.com', 'xn--80ak6aa92e.com'],
    ['аррӏе.com', 'xn--80ak6aa92e.com'],
    ['https://münchen.de', 'xn--mnchen-3ya.de'],
    ['evil。com', 'evil.com'],
    ['evil․com', 'evil.com'],
    ['evil．com', 'evil.com'],
    ['ｅｖｉｌ．ｃｏｍ', 'evil.com'],
    ['ev\u200bil.c\u200dom', 'evil.com'],
    ['e\u00advil.com', 'evil.com'],
    ['*evil*.com', 'evil.com'],
    ['wa.me/4366012345', 'wa.me'],
    ['https://evil.com.', 'evil.com'],
    ['ftp://evil.com', null],
    ['whatsapp://send?phone=1', null],
    ['javascript:alert(1)', null],
    ['data:text/html;base64,PHNjcmlwdD4=', null],
    ['Pay here:evil.com', 'evil.com'],
    ['evil.рф', 'evil.xn--p1ai'],
  ])('finds the link in %j', (text, host) => {
    const links = linksIn(`Hello ${text} bye`);
    expect(links.map((link) => link.host)).toEqual([host]);
  });

  it.each([
    'It costs 4.90, at 18.00, on 24.12. or 1.2.2027.',
    'Dr. Huber, z.B. hier, d.h. dort, e.g. this, a.m. and p.m., Mo.-Fr.',
    'Save it as bill.pdf or photo.jpg, version 2.10.',
    'Write to hello@lumen.com or hello@mail.lumen.co.uk',
    'Call 01.23.45.67.89 or +33.1.23.45.67.89',
    'Node.js, St.Pölten, U.S.A.',
    'Data: 12/05, javascript is a language, note:yes',
    'Wait...what? Danke.Wir freuen uns.',
  ])('finds none in %j', (text) => {
    expect(linksIn(text)).toEqual([]);
  });

  it('takes any words with a point for an address where asked', () => {
    expect(linksIn('We are at lumen.example.', true).map(({ host }) => host)).toEqual(['lumen.example']);
  });
});

describe('defused', () => {
  it('leaves a link to be read, and not to be opened', () => {
    const text = 'He asks whether https://Evil.com/x?a=(1) is ours.';
    const read = defused(text, linksIn(text));
    expect(read).toBe('He asks whether https[:]//Evil[.]com/x?a=(1) is ours.');
    expect(linksIn(read)).toEqual([]);
  });

  it('takes the disguise off one that has some', () => {
    const text = 'See Ev\u200bil\u3002com';
    const read = defused(text, linksIn(text));
    expect(read).toBe('see evil[.]com');
    expect(linksIn(read)).toEqual([]);
  });

  it('leaves a text without links as it is', () => {
    expect(defused('About EUR 4.90', [])).toBe('About EUR 4.90');
  });
});

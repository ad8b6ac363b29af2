import { describe, expect, it } from 'vitest';
import { foreignLinks } from './allow-list.js';

const EVIDENCE = {
  documents: [
    'Our shop: https://www.lumen.com, manuals at docs.lumen.example/m. Write to hi@mail.com or wa.me/43316000.',
  ],
  tools: ['{"tracking":"https://track.post.at/p?id=4711"}'],
  colleagues: ['You find it at https://anna.at/lamp'],
  assistant: [],
  customer: ['Is evil.com yours?'],
};
const foreign = (text: string): string[] => foreignLinks(text, EVIDENCE, ['dhl.de']).map(({ written }) => written);

describe('foreignLinks', () => {
  it.each([
    'https://lumen.com/delivery',
    'www.lumen.com',
    'https://docs.lumen.example/m/2',
    'https://anna.at',
    'https://www.dhl.de/track?id=5',
    'dhl.de',
    'https://track.post.at/p?id=4711',
    'https://wa.me/43316000',
    'No link at all, 4.90.',
  ])('lets %s pass', (text) => {
    expect(foreign(text)).toEqual([]);
  });

  it.each([
    'evil.com',
    'https://lumen.com.evil.com',
    'https://lumen.com@evil.com',
    'https://shop.lumen.com',
    'https://notdhl.de',
    'https://track.post.at/p?id=other',
    'https://wa.me/99999',
    'https://mail.com',
    'http://lumen.com:8080',
  ])('holds %s back', (text) => {
    expect(foreign(text)).toHaveLength(1);
  });
});

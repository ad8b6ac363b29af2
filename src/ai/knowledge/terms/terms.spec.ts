import { describe, expect, it } from 'vitest';
import { conceptsIn } from './concepts.js';
import { indexed } from './impacts.js';
import { termsOf } from './terms.js';
import { wordsOf } from './words.js';

describe('wordsOf', () => {
  it.each([
    ['Do you deliver?', ['do', 'you', 'deliver']],
    ['e-bikes', ['ebikes', 'bikes']],
    ["l'envoi", ['lenvoi', 'envoi']],
    ['AB-1200/3', ['ab12003', 'ab', '1200', '3']],
    ['iPhone15', ['iphone15', 'iphone', '15']],
    ['19,90 €', ['19.90', '19', '90']],
    ['Größe', ['größe']],
    ['配送料金', ['配送', '送料', '料金']],
    ['', []],
  ])('reads %j as %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });
});

describe('termsOf', () => {
  const shared = (a: string, b: string, language: string | null): string[] => {
    const others = new Set(termsOf(b, language));
    return termsOf(a, language).filter((term) => others.has(term));
  };

  it('finds the forms of a word, with and without accents', () => {
    expect(shared('Lieferung', 'Lieferungen', 'de')).toContain('liefer');
    expect(shared('devoluciones', 'devolución', 'es')).toContain('devolu');
    expect(shared('devolucion', 'devolución', 'es')).toContain('devolucion');
    expect(shared('returned', 'returns', 'en')).toContain('return');
  });

  it('finds parts of words that are written together', () => {
    expect(shared('Lieferkosten', 'Kosten der Lieferung', 'de')).toEqual(expect.arrayContaining(['^liefe', '$osten']));
  });

  it('keeps numbers as they are, and gives words without a meaning no term', () => {
    expect(termsOf('AB-1200', 'en')).toContain('1200');
    expect(termsOf('the of and', 'en')).toEqual([]);
    expect(termsOf('x'.repeat(5_000), null).every((term) => term.length <= 41)).toBe(true);
  });

  it('knows what customers of every business ask for, whatever their words', () => {
    expect(conceptsIn(['can', 'i', 'send', 'it', 'back'])).toContain('~return');
    expect(conceptsIn(['zuruckschicken'])).toContain('~return');
    expect(conceptsIn(['puedo', 'devolverlo'])).toContain('~return');
    expect(conceptsIn(['blue'])).toEqual([]);
  });
});

describe('indexed', () => {
  it('lets a word in a heading count more, and a long text less', async () => {
    const impact = async (heading: string, text: string): Promise<number> =>
      (await indexed('knowledge/a.md', { headings: [heading], text }, 'en')).impacts.get('park') ?? 0;
    const inText = await impact('Other', 'We have parking places for you.');
    const inLong = await impact(
      'Other',
      `We have parking places for you. ${'More of the same words follow. '.repeat(20)}`,
    );
    expect(await impact('Parking', 'We have places for you.')).toBeGreaterThan(inText);
    expect(inText).toBeGreaterThan(inLong);
    expect(inLong).toBeGreaterThan(0);
  });

  it('believes long chunks of another language than the document, and no short ones', async () => {
    const german = 'Sie können die Ware innerhalb von dreißig Tagen an uns zurückschicken, wenn sie nicht gefällt. ';
    const languageFor = async (text: string) => (await indexed('a.md', { headings: [], text }, 'en')).language;
    expect(await languageFor(german.repeat(3))).toBe('de');
    expect(await languageFor(german)).toBe('en');
  });
});

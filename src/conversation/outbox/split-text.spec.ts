import { describe, expect, it } from 'vitest';
import { splitText, TEXT_LIMIT } from './split-text.js';

const FAMILY = '👨‍👩‍👧‍👦';
const words = (text: string): string => text.replaceAll(/\s+/g, '');

describe('splitText', () => {
  it('leaves alone what fits, to the last unit', () => {
    expect(splitText('Hello')).toEqual(['Hello']);
    expect(splitText('x'.repeat(TEXT_LIMIT))).toEqual(['x'.repeat(TEXT_LIMIT)]);
    expect(splitText('x'.repeat(TEXT_LIMIT + 1))).toEqual(['x'.repeat(TEXT_LIMIT), 'x']);
  });

  it('makes nothing of nothing', () => {
    expect(splitText('')).toEqual([]);
    expect(splitText(' \n\t ')).toEqual([]);
  });

  it.each([
    ['a paragraph', 'one two.\n\nthree four', ['one two.', 'three four']],
    ['a line', 'one two. x\nthree four', ['one two. x', 'three four']],
    ['a sentence', 'one two. three four', ['one two.', 'three four']],
    ['a word', 'one two three four', ['one two three', 'four']],
    ['nothing', 'onetwothreefourfive', ['onetwothreefou', 'rfive']],
  ])('cuts after %s', (_, text, parts) => {
    expect(splitText(text, 14)).toEqual(parts);
  });

  it.each([
    [
      'after a sentence that ends without a space',
      '你好。我们今天开门。明天见',
      10,
      ['你好。我们今天开门。', '明天见'],
    ],
    ['between words without spaces', 'สวัสดีครับยินดีต้อนรับ', 12, ['สวัสดีครับ', 'ยินดีต้อนรับ']],
    ['after an Arabic sentence', 'نعم. المتجر مفتوح؟ غدا نلتقي', 20, ['نعم. المتجر مفتوح؟', 'غدا نلتقي']],
  ])('cuts %s', (_, text, limit, parts) => {
    expect(splitText(text, limit)).toEqual(parts);
  });

  describe('closes code that it cuts and opens it again', () => {
    it.each<[string, string, number, string[]]>([
      [
        'in the middle',
        'Look:\n```\n  first line\n  second line\n```\nDone.',
        34,
        ['Look:\n```\n  first line\n```', '```\n  second line\n```\nDone.'],
      ],
      ['not where it ends', '```\nsome lines\n```\nDone with it.', 22, ['```\nsome lines\n```', 'Done with it.']],
      [
        'not where it has not begun',
        'Some words before it:\n```\nvery long line of code\n```',
        34,
        ['Some words before it:', '```\nvery long line of code\n```'],
      ],
    ])('%s', (_, text, limit, parts) => {
      expect(splitText(text, limit)).toEqual(parts);
    });

    it('in every part, however long it is', () => {
      const lines = Array.from({ length: 400 }, (_, at) => `  line ${at} of the code 😀`);
      const parts = splitText(`Before.\n\n\`\`\`\n${lines.join('\n')}\n\`\`\`\n\nAfter.`, 500);
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(500);
        expect(part.split('```').length % 2).toBe(1);
        expect(part).not.toMatch(/```\s*```/);
      }
      expect(parts.join('\n').replaceAll(/```\n?/g, '')).toContain(lines.join('\n'));
    });
  });

  it('does not cut so early that the first part is less than half full', () => {
    expect(splitText('a\n\nbbbb ccccc dddd', 12)).toEqual(['a\n\nbbbb', 'ccccc dddd']);
  });

  it('cuts no emoji and no surrogate pair in two', () => {
    for (const sign of ['😀', FAMILY, '🇩🇪']) {
      const parts = splitText(`ab${sign.repeat(20)}`, sign.length * 3 + 1);
      expect(parts.join('')).toBe(`ab${sign.repeat(20)}`);
      for (const part of parts) expect(part.replaceAll(sign, '')).toMatch(/^(ab)?$/);
    }
  });

  it('cuts even one endless sign, so that every part fits', () => {
    const endless = `e${'\u0301'.repeat(50)}`;
    const parts = splitText(endless, 10);
    expect(parts.join('')).toBe(endless);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(10);
  });

  it('loses no word and exceeds the limit with no part, whatever the text', () => {
    const alphabet = ['a', 'bc ', '. ', '\n', '\n\n', '😀', FAMILY, '。', '! ', ' ', '的'];
    let seed = 7;
    const next = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648);
    for (let round = 0; round < 100; round++) {
      const text = Array.from({ length: next() % 120 }, () => alphabet[next() % alphabet.length]).join('');
      const limit = 12 + (next() % 30);
      const parts = splitText(text, limit);
      expect(words(parts.join(''))).toBe(words(text));
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(limit);
        expect(part.trim()).not.toBe('');
        expect(part.isWellFormed()).toBe(true);
      }
    }
  });
});

import { describe, expect, it } from 'vitest';
import type { Block } from '../read/block.js';
import { CHUNK_LIMIT, chunksOf } from './chunks.js';

const prose = (text: string, ...headings: string[]): Block => ({ headings, text });
const row = (text: string, table = 1, ...headings: string[]): Block => ({ headings, text, table });
const sentence = (at: number): string => `This is sentence number ${at} of a long paragraph about returns.`;
const paragraph = (sentences: number): string => Array.from({ length: sentences }, (_, at) => sentence(at)).join(' ');
const textsOf = (...blocks: Block[]): string[] => chunksOf(blocks).map(({ text }) => text);

describe('chunksOf', () => {
  it('keeps paragraphs under one heading together, as far as they fit', () => {
    expect(chunksOf([prose('one', 'Delivery'), prose('two', 'Delivery')])).toEqual([
      { headings: ['Delivery'], text: 'one\ntwo' },
    ]);
    expect(textsOf(prose('a'.repeat(500)), prose('b'.repeat(500)))).toEqual(['a'.repeat(500), 'b'.repeat(500)]);
  });

  it('never crosses a heading, and carries the whole path', () => {
    expect(chunksOf([prose('one', 'Shop', 'Delivery'), prose('two', 'Shop', 'Returns'), prose('x', 'Shop')])).toEqual([
      { headings: ['Shop', 'Delivery'], text: 'one' },
      { headings: ['Shop', 'Returns'], text: 'two' },
      { headings: ['Shop'], text: 'x' },
    ]);
  });

  it('cuts a long paragraph between sentences, loses none, and says the end again', () => {
    const texts = textsOf(prose(paragraph(60)));
    expect(texts.length).toBeGreaterThan(3);
    for (let at = 0; at < 60; at++) expect(texts.some((text) => text.includes(sentence(at)))).toBe(true);
    for (const text of texts) {
      expect(text.length).toBeLessThanOrEqual(CHUNK_LIMIT);
      expect(text).toMatch(/^This is sentence/);
    }
    for (const [at, text] of texts.slice(1).entries()) {
      expect(texts[at]).toContain(text.slice(0, sentence(10).length));
    }
  });

  it('cuts between words where there is no sentence, and through no emoji', () => {
    for (const text of [`${'word '.repeat(800)}`, '😀'.repeat(2_000)]) {
      const texts = textsOf(prose(text.trim()));
      expect(texts.every((part) => part.length <= CHUNK_LIMIT && part.isWellFormed())).toBe(true);
    }
    expect(textsOf(prose('word '.repeat(800).trim())).every((text) => /^(word ?)+$/.test(text))).toBe(true);
  });

  it('keeps a small table whole, and cuts a long one into its rows', () => {
    expect(textsOf(row('Name: A; Price: 1'), row('Name: B; Price: 2'))).toEqual([
      'Name: A; Price: 1\nName: B; Price: 2',
    ]);
    const rows = Array.from({ length: 40 }, (_, at) => `Name: article ${at}; Price: ${at} EUR; Stock: many`);
    expect(textsOf(...rows.map((text) => row(text)))).toEqual(rows);
  });

  it('takes two tables, and a table after prose, for different things', () => {
    expect(textsOf(prose('Our prices'), row('A: 1', 1), row('B: 2', 2))).toEqual(['Our prices', 'A: 1', 'B: 2']);
  });

  it('has nothing of nothing', () => {
    expect(chunksOf([])).toEqual([]);
  });
});

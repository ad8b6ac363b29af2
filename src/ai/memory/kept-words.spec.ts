import { describe, expect, it } from 'vitest';
import type { TranscriptEntry } from '../assistant.js';
import { keptWords } from './kept-words.js';

const entry = (speaker: TranscriptEntry['speaker'], text: string): TranscriptEntry => ({
  id: text,
  speaker,
  name: null,
  text,
  at: new Date(0).toISOString(),
});
const wordsOf = (entries: TranscriptEntry[]): string[] => entries.map(({ text }) => text);

describe('keptWords', () => {
  it('keeps what colleagues said and who answered when, in order, and nobody else', () => {
    const said = [
      entry('customer', 'a'),
      entry('note', 'taken over'),
      entry('colleague', 'b'),
      entry('assistant', 'c'),
      entry('note', 'handed back'),
    ];
    expect(wordsOf(keptWords([entry('colleague', 'old')], said))).toEqual(['old', 'taken over', 'b', 'handed back']);
  });

  it('keeps the ten newest, of each 300 characters', () => {
    const said = Array.from({ length: 12 }, (_, at) => entry('colleague', `${at} ${'x'.repeat(400)}`));
    const kept = keptWords([entry('colleague', 'old')], said);
    expect(kept).toHaveLength(10);
    expect(kept[0]?.text).toMatch(/^2 x+$/);
    expect(kept.every(({ text }) => text.length === 300)).toBe(true);
  });
});

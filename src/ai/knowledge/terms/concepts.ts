import { THESAURUS } from './thesaurus.js';

/** Shortest word that an entry with a star matches by its beginning. */
const SHORTEST = 2;

const whole = new Map<string, string[]>();
const beginnings = new Map<string, string[]>();
for (const [concept, entries] of Object.entries(THESAURUS)) {
  for (const entry of new Set(entries.split('|'))) {
    const [map, key] = entry.endsWith('*') ? [beginnings, entry.slice(0, -1)] : [whole, entry];
    map.set(key, [...(map.get(key) ?? []), `~${concept}`]);
  }
}
const longest = Math.max(...[...beginnings.keys()].map((key) => key.length));

/** The concepts that these folded words name, alone or two by two with at most one word between them. */
export function conceptsIn(words: readonly string[]): string[] {
  return words.flatMap((word, at) => [
    ...ofWord(word),
    ...[1, 2].flatMap((distance) => {
      const second = words[at + distance];
      return second === undefined ? [] : ofWord(`${word} ${second}`);
    }),
  ]);
}

function ofWord(word: string): string[] {
  const found = [...(whole.get(word) ?? [])];
  for (let length = SHORTEST; length <= Math.min(word.length, longest); length++) {
    found.push(...(beginnings.get(word.slice(0, length)) ?? []));
  }
  return [...new Set(found)];
}

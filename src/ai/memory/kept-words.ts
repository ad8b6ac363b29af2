import type { TranscriptEntry } from '../assistant.js';

/** What colleagues said and tools did is kept word for word when it is summed up, because it binds: the newest of it. */
const MOST_KEPT = 10;
/** … of each so many characters. */
const LONGEST = 300;

const BINDING: ReadonlySet<string> = new Set(['colleague', 'note', 'tool']);

/** The entries that stay beside a summary: of those that stayed before and those that were said since. */
export const keptWords = (kept: readonly TranscriptEntry[], said: readonly TranscriptEntry[]): TranscriptEntry[] =>
  [...kept, ...said]
    .filter(({ speaker }) => BINDING.has(speaker))
    .slice(-MOST_KEPT)
    .map((entry) => ({ ...entry, text: entry.text.slice(0, LONGEST).toWellFormed() }));

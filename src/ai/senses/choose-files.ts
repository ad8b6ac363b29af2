import type { SentFile, TranscriptEntry } from '../assistant.js';
import { whyUnseen } from './file-kinds.js';

/** Files that one turn looks at; of those that were sent before the burst only the newest few. */
const MOST_FILES = 6;
const MOST_EARLIER = 2;
/** … and their bytes together. */
const MOST_BYTES = 30 * 1024 * 1024;

export interface Choice {
  looked: SentFile[];
  /** Why each of the others is not looked at, in words, by its id. */
  left: Record<string, string>;
}

/** Which files a turn looks at: those of the burst and the newest of those before, as far as there is room. */
export function chooseFiles(memory: readonly TranscriptEntry[], burst: readonly TranscriptEntry[]): Choice {
  const choice: Choice = { looked: [], left: {} };
  let room = MOST_BYTES;
  let earlier = MOST_EARLIER;
  for (const [file, isEarlier] of [...newestFirst(burst, false), ...newestFirst(memory, true)]) {
    const why = whyUnseen(file) ?? (isEarlier && earlier === 0 ? TOO_OLD : null);
    const fits = choice.looked.length < MOST_FILES && file.size <= room;
    if (why !== null || !fits) {
      choice.left[file.id] = why ?? TOO_MANY;
      continue;
    }
    choice.looked.push(file);
    room -= file.size;
    if (isEarlier) earlier -= 1;
  }
  return choice;
}

const TOO_MANY = 'there are too many at once';
const TOO_OLD = 'only the newest are opened again';

const newestFirst = (entries: readonly TranscriptEntry[], isEarlier: boolean): [SentFile, boolean][] =>
  entries.toReversed().flatMap(({ file }) => (file === undefined ? [] : [[file, isEarlier]]));

import type { Earlier, TranscriptEntry } from '../assistant.js';
import { inert } from './passages.js';

/** What was said long ago as the model reads it, each text a note of its own; the words in them are data. */
export function showEarlier({ summary, kept }: Earlier, isCut: boolean): string[] {
  const lines = [
    ...(summary === null ? [] : ['Earlier in this conversation, as a machine summed it up:', inert(summary)]),
    ...(kept.length === 0 ? [] : ['Word for word from then:', ...kept.map(keptLine)]),
  ];
  const leftOut = lines.length === 0 ? 'Earlier messages are left out.' : 'Messages after that are left out.';
  return [...(lines.length === 0 ? [] : [lines.join('\n')]), ...(isCut ? [leftOut] : [])];
}

const keptLine = ({ at, speaker, name, text }: TranscriptEntry): string => {
  const who = speaker === 'note' ? '' : `${speaker} ${inert(name ?? 'without a name')}: `;
  return `${at.slice(0, 10)} ${who}${inert(text)}`;
};

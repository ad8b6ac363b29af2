import type { SentFile, TranscriptEntry } from '../../ai/assistant.js';
import { type Effect, effectEntry } from './effect-entry.js';
import type { FileStanding, StoredMessage } from './stored-message.js';
import { wordsFor } from './words-for.js';

/** A message as the transcript reads it. */
export interface Said extends StoredMessage {
  id: string;
  file: (FileStanding & { id: string; mimeType: string | null; size: number | null }) | null;
  senderType: 'customer' | 'ai' | 'operator';
  senderId: string | null;
  at: Date;
}

interface OwnerNote {
  id: string;
  toOwner: string;
  operatorId: string | null;
  at: Date;
}

/** Who answers from now on, or what a tool did. */
export type Note = (OwnerNote & { effect: null }) | { effect: Effect; at: Date };

const SPEAKERS = { customer: 'customer', ai: 'assistant', operator: 'colleague' } as const;

export const entryOf = (said: Said): TranscriptEntry => ({
  id: said.id,
  speaker: SPEAKERS[said.senderType],
  name: said.senderType === 'operator' ? said.senderId : null,
  text: wordsFor(said),
  ...visibleIn(said),
  at: said.at.toISOString(),
});

/** What a customer shows. What is said in a recording is among the words; a sticker's name says enough. */
const visibleIn = ({ senderType, media, details, file }: Said): { file: SentFile } | null => {
  const isShown = media?.type !== undefined && SHOWN.has(media.type) && details?.revoked_at === undefined;
  if (senderType !== 'customer' || !isShown || file === null) return null;
  const { id, mimeType, size } = file;
  return mimeType === null || size === null ? null : { file: { id, mimeType, size } };
};

const SHOWN: ReadonlySet<string> = new Set(['image', 'video', 'document']);

export const noteOf = (note: Note): TranscriptEntry =>
  note.effect === null ? ownerNote(note) : effectEntry(note.effect, note.at);

const ownerNote = ({ id, toOwner, operatorId, at }: OwnerNote): TranscriptEntry => ({
  id,
  speaker: 'note',
  name: operatorId,
  text: NOTE_TEXTS[toOwner] ?? `The conversation went to ${toOwner}.`,
  at: at.toISOString(),
});

const NOTE_TEXTS: Record<string, string> = {
  human: 'A colleague took the conversation over and answers from here on.',
  waiting: 'The assistant asked for a colleague; the customer was told.',
  external: 'A colleague answers from the phone.',
  ai: 'The human part has ended; the assistant answers again from here on. Earlier requests for a person are settled.',
};

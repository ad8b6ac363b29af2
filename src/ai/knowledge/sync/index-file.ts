import { setImmediate as breathe } from 'node:timers/promises';
import { languageOf } from '../../../infra/language/language.js';
import { chunksOf } from '../chunk/chunks.js';
import { decode } from '../read/decode.js';
import { Unreadable } from '../read/block.js';
import { readDocument } from '../read/read-document.js';
import { type IndexedChunk, indexed } from '../terms/impacts.js';

/** Chunks of one file; more is a database, not something to read. */
const CHUNKS_LIMIT = 5_000;
/** Longest assistant.md, in characters: it stands in every prompt. */
const INSTRUCTIONS_LIMIT = 20_000;
/** Chunks worked on before others get a turn: whoever syncs also serves customers. */
const STRETCH = 50;

/**
 * Reads a file, cuts it into chunks and finds the terms of each.
 * @throws Unreadable with the reason
 */
export async function indexFile(path: string, bytes: Uint8Array): Promise<IndexedChunk[]> {
  const chunks = chunksOf(await readDocument(path, bytes));
  if (chunks.length > CHUNKS_LIMIT) throw new Unreadable(`The file has more than ${CHUNKS_LIMIT} parts`);
  const language = await languageOf(chunks.map(({ headings, text }) => `${headings.join(' ')} ${text}`).join('\n'));
  const done: IndexedChunk[] = [];
  for (const [at, chunk] of chunks.entries()) {
    if (at % STRETCH === 0) await breathe();
    done.push(await indexed(path, chunk, language));
  }
  return done;
}

/**
 * The instructions in the bytes of assistant.md.
 * @throws Unreadable with the reason
 */
export function readInstructions(bytes: Uint8Array): string {
  const text = decode(bytes).trim();
  if (text.length <= INSTRUCTIONS_LIMIT) return text;
  throw new Unreadable(`It has more than ${INSTRUCTIONS_LIMIT} characters, and would stand in every prompt`);
}

import path from 'node:path';
import { type Block, type ReadDocument, Unreadable } from './block.js';
import { readCsv } from './csv.js';
import { decode } from './decode.js';
import { readHtml } from './html.js';
import { readMarkdown } from './markdown.js';
import { readPdf } from './pdf.js';
import { readPlainText } from './plain-text.js';
import { titleOf } from './title-of.js';

/** Longest text taken from one file, in characters. */
const TEXT_LIMIT = 2_000_000;

const READERS: Record<string, (bytes: Uint8Array) => ReadDocument | Promise<ReadDocument>> = {
  '.md': (bytes) => readMarkdown(decode(bytes)),
  '.markdown': (bytes) => readMarkdown(decode(bytes)),
  '.txt': (bytes) => readPlainText(decode(bytes)),
  '.csv': (bytes) => readCsv(decode(bytes)),
  '.tsv': (bytes) => readCsv(decode(bytes)),
  '.html': (bytes) => readHtml(decode(bytes)),
  '.htm': (bytes) => readHtml(decode(bytes)),
  '.pdf': readPdf,
};

/**
 * Reads a file of the knowledge folder by the ending of its name.
 * @returns its blocks; each has a heading at least, which may be made of the file's name
 * @throws Unreadable with the reason, for everything that is no text of ours; nothing else
 */
export async function readDocument(name: string, bytes: Uint8Array): Promise<Block[]> {
  const { title, blocks } = await readAny(name, bytes);
  if (blocks.length === 0) throw new Unreadable('The file is empty');
  if (blocks.reduce((sum, { text }) => sum + text.length, 0) > TEXT_LIMIT)
    throw new Unreadable(`The file holds more than ${TEXT_LIMIT} characters of text`);
  const fallback = title ?? titleOf(name);
  return blocks.map((block) => (block.headings.length > 0 ? block : { ...block, headings: [fallback] }));
}

async function readAny(name: string, bytes: Uint8Array): Promise<ReadDocument> {
  const reader = READERS[path.extname(name).toLowerCase()];
  if (reader === undefined) throw new Unreadable(`Only ${Object.keys(READERS).join(', ')} can be read`);
  try {
    return await reader(bytes);
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable(`The file cannot be read: ${(error as Error).message}`);
  }
}

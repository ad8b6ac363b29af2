import { marked } from 'marked';
import type { ReadDocument } from './block.js';
import { readHtml } from './html.js';

/** What some editors write above a document: `---`, settings, `---`. */
const FRONT_MATTER = /^---\r?\n[\s\S]*?\n---\r?\n/;

/** Markdown, with the tables of GitHub and with whatever HTML stands in it. */
export function readMarkdown(text: string): ReadDocument {
  return readHtml(marked.parse(text.replace(FRONT_MATTER, ''), { async: false, gfm: true }));
}

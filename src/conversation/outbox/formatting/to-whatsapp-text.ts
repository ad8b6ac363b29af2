import { Marked } from 'marked';
import { blocks } from './blocks.js';

/** Longer texts, and those with more signs that may mean something, are not read as markdown: time stays bounded. */
const LENGTH_LIMIT = 16_384;
const SIGN_LIMIT = 1_000;
const SIGN = /[*_~`[<>]|[-+.)] /g;

/** GitHub's dialect, which models write; a line break stays one. Footnotes are no link definitions. */
const markdown = new Marked({
  gfm: true,
  breaks: true,
  tokenizer: { def: (source) => (/^ {0,3}\[\^/.test(source) ? undefined : false) },
});

/**
 * A model's markdown as WhatsApp shows it: its own signs for bold, italic, struck and code, lists and quotes of one
 * level, and words where it has no sign (headings, links, tables, images, tags, entities). Never throws, never makes
 * nothing of something, and takes a time that is bounded whatever the text.
 */
export function toWhatsAppText(text: string): string {
  const clean = text.replaceAll('\0', '').toWellFormed().trim();
  if (clean.length > LENGTH_LIMIT || (clean.match(SIGN)?.length ?? 0) > SIGN_LIMIT) return clean;
  try {
    return blocks(markdown.lexer(clean)).trim() || clean;
  } catch {
    // Nesting without end overflows the stack, here or in the library.
    return clean;
  }
}

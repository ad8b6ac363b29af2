import { BlockList, type ReadDocument } from './block.js';

/** Longest line that may be a heading, in characters. */
const HEADING_LIMIT = 70;

/** Paragraphs with empty lines between; a short line without a full stop above other lines is a heading. */
export function readPlainText(text: string): ReadDocument {
  const list = new BlockList();
  const paragraphs = text.replaceAll('\r\n', '\n').split(/\n\s*\n/);
  paragraphs.forEach((paragraph, at) => {
    const lines = paragraph.split('\n').filter((line) => line.trim() !== '');
    const [first = '', ...others] = lines.filter((line) => !isRule(line));
    const isFollowed = others.length > 0 || at < paragraphs.length - 1;
    if (!isFollowed || !isHeading(first)) return list.prose(lines.join('\n'));
    list.heading(isShouted(first) ? 1 : 2, first.replace(/^#+ |:$/g, ''));
    list.prose(others.join('\n'));
  });
  return { title: null, blocks: list.blocks };
}

const isRule = (line: string): boolean => /^\s*[-=_*~]{3,}\s*$/.test(line);

/** A question counts: in a list of questions it is what the answer stands under. */
const isHeading = (line: string): boolean =>
  line.length <= HEADING_LIMIT && /\p{L}/u.test(line) && !/[.!,;]$|^\s*[-*•]|: \S/u.test(line.trim());

const isShouted = (line: string): boolean => line === line.toUpperCase();

/** Longest text body the platform takes. Source: Cloud API, text messages. Counted in UTF-16 units to stay under. */
export const TEXT_LIMIT = 4_096;

const FENCE = '```';
const CLOSING = `\n${FENCE}`;
/** What follows a cut in code when the code ends there anyway. */
const END_OF_CODE = /^\n?```[^\n]*\n*/;

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' });
const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Cuts a long text after the last paragraph, line, sentence or word that fits; never inside a grapheme. Code that is
 * cut is closed, and opened again in the next part. As few parts as that allows: each one is billed.
 */
export function splitText(text: string, limit = TEXT_LIMIT): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const end = endOfPart(rest, limit);
    const part = rest.slice(0, end).trimEnd();
    const after = rest.slice(end);
    const isCut = isInCode(part);
    parts.push(isCut ? part + CLOSING : part);
    if (!isCut) rest = after.trimStart();
    else if (END_OF_CODE.test(after)) rest = after.replace(END_OF_CODE, '');
    else rest = `${FENCE}\n${after.replace(/^\n/, '')}`;
  }
  return rest === '' ? parts : [...parts, rest];
}

/** Leaves room to close code, and begins no code that would stand empty. */
const endOfPart = (text: string, limit: number): number => {
  const end = cutAt(text, limit);
  if (!isInCode(text.slice(0, end))) return end;
  const shorter = cutAt(text, limit - CLOSING.length);
  const opening = text.lastIndexOf(FENCE, shorter);
  const isEmpty = opening > 0 && text.slice(opening, shorter).trim() === FENCE && isInCode(text.slice(0, shorter));
  return isEmpty ? opening : shorter;
};

const isInCode = (text: string): boolean => text.split(FENCE).length % 2 === 0;

/** A cut in the first half would make a needlessly short part. */
const cutAt = (text: string, limit: number): number => {
  const head = text.slice(0, limit + 1);
  for (const lastEnd of [lastEndOf('\n\n'), lastEndOf('\n'), lastStart(sentences), lastEndOf(' '), lastWord]) {
    const at = lastEnd(head, limit);
    if (at > limit / 2) return at;
  }
  return lastStart(graphemes)(head, limit) || limit;
};

type Boundary = (head: string, limit: number) => number;

const lastEndOf =
  (sign: string): Boundary =>
  (head, limit) => {
    const at = head.lastIndexOf(sign, limit - sign.length);
    return at < 0 ? 0 : at + sign.length;
  };

const lastStart =
  (segmenter: Intl.Segmenter): Boundary =>
  (head, limit) => {
    let last = 0;
    for (const { index } of segmenter.segment(head)) if (index <= limit) last = index;
    return last;
  };

/** Where the last word begins, in scripts that put no spaces between words. */
const lastWord: Boundary = (head, limit) => {
  let last = 0;
  for (const { index, isWordLike } of words.segment(head)) if (index <= limit && isWordLike === true) last = index;
  return last;
};

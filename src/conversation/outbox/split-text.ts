/** Longest text body the platform takes. Source: Cloud API, text messages. Counted in UTF-16 units to stay under. */
export const TEXT_LIMIT = 4_096;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Cuts a long text at the last paragraph, line, sentence or word that fits; never inside a grapheme. */
export function splitText(text: string, limit = TEXT_LIMIT): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const end = cutAt(rest, limit);
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return rest === '' ? parts : [...parts, rest];
}

/** A cut in the first half would make a needlessly short part. */
const cutAt = (text: string, limit: number): number => {
  const head = text.slice(0, limit + 1);
  for (const boundary of ['\n\n', '\n', /[.!?…。！？]\s/g, ' ']) {
    const at = lastEnd(head, boundary);
    if (at > limit / 2 && at <= limit) return at;
  }
  return lastGrapheme(head, limit);
};

const lastEnd = (head: string, boundary: string | RegExp): number => {
  if (typeof boundary === 'string') return head.lastIndexOf(boundary) + (head.includes(boundary) ? boundary.length : 0);
  return Math.max(0, ...[...head.matchAll(boundary)].map((match) => match.index + match[0].length));
};

const lastGrapheme = (head: string, limit: number): number => {
  let end = 0;
  for (const { index } of graphemes.segment(head)) if (index <= limit) end = index;
  return end === 0 ? limit : end;
};

/** The beginning of `text` on one line, in at most `limit` UTF-16 units; cut never within a surrogate pair. */
export function shortened(text: string, limit: number): string {
  const line = text
    .slice(0, limit * 2)
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (line.length <= limit && text.length <= limit * 2) return line;
  return `${line.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

const RESULT = /<result tool="[^"]*">\n([\s\S]*?)\n<\/result>/;
const TEXT = /"text":\s*("(?:[^"\\]|\\.)*")/;

/** What a tool of the business says in words for people, in what a function gave; null where it says nothing. */
export function toldIn(results: readonly string[]): string | null {
  const told = TEXT.exec(RESULT.exec(results.join('\n'))?.[1] ?? '')?.[1];
  return told === undefined ? null : String(JSON.parse(told));
}

/** A summary that is to be carried on by the messages that follow on it, a line each. */
export interface ToSumUp {
  summary: string[];
  messages: string[];
}

const FENCES = /^<summary>\n([\s\S]*)\n<\/summary>\n<messages>\n([\s\S]*)\n<\/messages>$/;

export function toSumUpIn(text: string): ToSumUp | null {
  const [, summary, messages] = FENCES.exec(text) ?? [];
  if (summary === undefined || messages === undefined) return null;
  return { summary: summary === '(none yet)' ? [] : summary.split('\n'), messages: messages.split('\n') };
}

export const withoutToSumUp = (text: string): string => (FENCES.test(text) ? '' : text);

/** Lines of the stand-in's summary, and characters of each. */
const MOST_LINES = 16;
const LINE = 60;

/** The beginning of each of the newest messages: the same summary, in however many steps it was made. */
export const summedUp = ({ summary, messages }: ToSumUp): string =>
  [...summary, ...messages.map((line) => line.slice(0, LINE).trim())].slice(-MOST_LINES).join('\n');

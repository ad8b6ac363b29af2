import { percentile } from '../../lab/figures.js';
import { eventsOf, type HistoryEvent } from './events.js';
import { marksIn, nameOf } from './words.js';

/** How long a text waited for the arrival of the answer that quotes it. */
export interface AnswerTime {
  customer: string;
  /** When its webhook was begun. */
  at: number;
  ms: number;
}

/** One for each text that was answered. */
export function answerTimes(history: readonly HistoryEvent[]): AnswerTime[] {
  const answered = new Map<string, number>();
  for (const { words, at } of eventsOf(history, 'arrived')) {
    for (const mark of marksIn(words)) answered.set(nameOf(mark), at);
  }
  return eventsOf(history, 'offered').flatMap(({ words, at }) =>
    marksIn(words).flatMap((mark) => {
      const answer = answered.get(nameOf(mark));
      return answer === undefined ? [] : [{ customer: mark.customer, at, ms: answer - at }];
    }),
  );
}

/** Milliseconds below which 95 of 100 answers stayed, before a moment and since, and how much longer that became. */
export interface Slowdown {
  before: number;
  since: number;
  ratio: number;
}

/** @throws RangeError where nothing was answered before or since. */
export function slowdown(times: readonly AnswerTime[], moment: number): Slowdown {
  const p95 = (those: readonly AnswerTime[]): number =>
    percentile(
      those.map(({ ms }) => ms),
      95,
    );
  const before = p95(times.filter(({ at }) => at < moment));
  const since = p95(times.filter(({ at }) => at >= moment));
  return { before, since, ratio: since / before };
}

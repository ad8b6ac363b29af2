import type { Step } from '../history/dump.js';
import { marksIn } from '../history/words.js';
import { type Arrival, groupBy, messagesById, type Run, taken, type Violation, violations } from './run.js';

/**
 * Answers come in the order in which the customer wrote, and messages in the order in which we queued them (P3); but for
 * one that goes out after a doubt, for which the others did not wait any longer.
 */
export function checkOrder(run: Run): Violation[] {
  const byId = messagesById(run);
  const firsts = [...groupBy(taken(run), ({ label }) => label).values()].map(([first]) => first as Arrival);
  const doubted = new Set(run.dump.steps.filter(isAfterDoubt).map(({ id }) => id));
  const steady = firsts.filter(({ label }) => byId.has(label) && !doubted.has(label)).toSorted((a, b) => a.at - b.at);
  return [...groupBy(steady, ({ customer }) => customer)].flatMap(([customer, arrivals]) => {
    const queued = arrivals.map(({ label }) => byId.get(label)?.seq ?? 0);
    const quoted = arrivals.flatMap(({ words }) => marksIn(words).map(({ number }) => number));
    return [
      ...violations(
        'order',
        inversions(queued).map((pair) => `to ${customer}: message ${pair} in the database's count`),
      ),
      ...violations(
        'order',
        run.allow.anyOrder === true
          ? []
          : inversions(quoted).map((pair) => `to ${customer}: answered question ${pair}`),
      ),
    ];
  });
}

const isAfterDoubt = ({ of, from, to }: Step): boolean => of === 'message' && from === 'unconfirmed' && to === 'queued';

const inversions = (numbers: readonly number[]): string[] =>
  numbers.flatMap((number, at) => {
    const before = numbers[at - 1];
    return before !== undefined && number < before ? [`${number} after ${before}`] : [];
  });

import { eventsOf } from '../history/events.js';
import { marksIn } from '../history/words.js';
import { groupBy, type Run, type Violation, violations } from './run.js';

interface Span {
  name: string;
  from: number;
  to: number;
}

/**
 * One turn at a time in a conversation, by the database and by the questions that reach the model (P3). Summaries are
 * written beside the turns.
 */
export function checkTurns(run: Run): Violation[] {
  const turns = groupBy(run.dump.turns, ({ conversation }) => conversation);
  const overlaps = [...turns].flatMap(([conversation, own]) =>
    overlapping(own.map(({ id, startedAt, endedAt }) => ({ name: id, from: startedAt, to: endedAt ?? Infinity }))).map(
      (pair) => `turns ${pair} of conversation ${conversation} overlap`,
    ),
  );
  return violations('turns', [...overlaps, ...(run.allow.orphanedCalls === true ? [] : overlappingCalls(run))]);
}

function overlappingCalls({ history }: Run): string[] {
  const ends = new Map(eventsOf(history, 'model-ended').map(({ call, at }) => [call, at]));
  const calls = eventsOf(history, 'model-began').flatMap(({ call, prompt, sumsUp, at }) => {
    const [mark] = marksIn(prompt);
    return mark === undefined || sumsUp
      ? []
      : [{ customer: mark.customer, name: String(call), from: at, to: ends.get(call) ?? Infinity }];
  });
  return [...groupBy(calls, ({ customer }) => customer)].flatMap(([customer, own]) =>
    overlapping(own).map((pair) => `questions ${pair} to the model about ${customer} overlap`),
  );
}

/** Neighbours in time that overlap; whoever overlaps at all overlaps a neighbour. */
function overlapping(spans: readonly Span[]): string[] {
  const sorted = spans.toSorted((a, b) => a.from - b.from);
  return sorted.flatMap((span, at) => {
    const next = sorted[at + 1];
    return next !== undefined && next.from < span.to ? [`${span.name} and ${next.name}`] : [];
  });
}

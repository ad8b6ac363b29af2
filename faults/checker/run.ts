import type { Dump, DumpedMessage } from '../history/dump.js';
import type { Arrived, HistoryEvent } from '../history/events.js';
import { eventsOf } from '../history/events.js';

/** One finished run of a row: what was seen from outside, and what the database says at the end. */
export interface Run {
  history: readonly HistoryEvent[];
  dump: Dump;
  allow: Allowances;
}

/** What a row's faults make right that is wrong otherwise. */
export interface Allowances {
  /** A message of which nobody knows what became may have gone out once more (P5). */
  resends?: boolean;
  /** Customers wrote without waiting for the webhook before, so the platform itself may have changed the order. */
  anyOrder?: boolean;
  /** A process was frozen or cut off, and its question to the model lived on. */
  orphanedCalls?: boolean;
  /** Nobody waited for what the platform was asked to settle. */
  unsettled?: boolean;
}

export interface Violation {
  check: string;
  what: string;
}

export const violations = (check: string, found: readonly string[]): Violation[] =>
  found.map((what) => ({ check, what }));

export type Arrival = Arrived & { at: number };

/** What the platform took. */
export const taken = ({ history }: Run): Arrival[] =>
  eventsOf(history, 'arrived').filter(({ accepted }) => accepted > 0);

export const messagesById = ({ dump }: Run): Map<string, DumpedMessage> =>
  new Map(dump.messages.map((message) => [message.id, message]));

/** Groups in the order in which the keys come first. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

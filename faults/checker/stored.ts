import { eventsOf } from '../history/events.js';
import { groupBy, type Run, type Violation, violations } from './run.js';

/** Jepsen's total queue, from the platform's delivery to the row in the database (P1, P2). */
export interface StoredFigures {
  attempted: number;
  acknowledged: number;
  stored: number;
  /** Stored although the platform got no 200, at least not before it gave up. */
  recovered: number;
}

export function storedFigures({ history, dump }: Run): StoredFigures {
  const acknowledged = new Set(eventsOf(history, 'acknowledged').map(({ message }) => message));
  const inbound = dump.messages.filter(({ sender }) => sender === 'customer');
  return {
    attempted: new Set(eventsOf(history, 'offered').map(({ message }) => message)).size,
    acknowledged: acknowledged.size,
    stored: inbound.length,
    recovered: inbound.filter(({ externalId }) => !acknowledged.has(externalId ?? '')).length,
  };
}

/** What was acknowledged is stored, once, in the words in which it came first; and nothing else is. */
export function checkStored({ history, dump }: Run): Violation[] {
  const offered = groupBy(eventsOf(history, 'offered'), ({ message }) => message);
  const inbound = dump.messages.filter(({ sender }) => sender === 'customer');
  const stored = groupBy(inbound, ({ externalId }) => externalId ?? '');
  const lost = eventsOf(history, 'acknowledged').filter(({ message }) => !stored.has(message));
  const twice = [...stored].filter(([, rows]) => rows.length > 1);
  const unexpected = [...stored.keys()].filter((id) => !offered.has(id));
  const changed = [...stored].filter(([id, [row]]) => offered.has(id) && offered.get(id)?.[0]?.words !== row?.words);
  return [
    ...violations(
      'lost',
      lost.map(({ message }) => `${message} was acknowledged and is not stored`),
    ),
    ...violations(
      'duplicated',
      twice.map(([id, rows]) => `${id} is stored ${rows.length} times`),
    ),
    ...violations(
      'unexpected',
      unexpected.map((id) => `${id} is stored and was never delivered`),
    ),
    ...violations(
      'unexpected',
      changed.map(([id]) => `${id} is stored in other words than it came in first`),
    ),
  ];
}

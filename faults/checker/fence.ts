import { eventsOf } from '../history/events.js';
import { groupBy, messagesById, type Run, type Violation, violations } from './run.js';

/** A time in which a person has a conversation. */
interface Held {
  customer: string;
  from: number;
  to: number;
  named: readonly string[];
}

/**
 * From the moment a takeover has returned until somebody begins to hand back, nothing of the assistant reaches the
 * platform, but what the takeover's answer names (P4). Whether the platform takes it does not matter.
 */
export function checkFence(run: Run): Violation[] {
  const byId = messagesById(run);
  const byCustomer = groupBy(eventsOf(run.history, 'arrived'), ({ customer }) => customer);
  const late = heldTimes(run).flatMap(({ customer, from, to, named }) =>
    (byCustomer.get(customer) ?? []).filter(
      ({ at, label }) => at > from && at < to && !named.includes(label) && byId.get(label)?.sender === 'ai',
    ),
  );
  return violations(
    'fence',
    late.map(({ label, customer }) => `the assistant's message ${label} reached ${customer} after the takeover`),
  );
}

export function heldTimes({ history }: Run): Held[] {
  const began = new Map(eventsOf(history, 'operator-began').map((event) => [event.call, event]));
  const handbacks = [...began.values()].filter(({ action }) => action === 'handback');
  return eventsOf(history, 'operator-returned').flatMap(({ call, status, named, at: from }) => {
    const takeover = began.get(call);
    if (takeover?.action !== 'takeover' || status !== 200) return [];
    const ends = handbacks.filter(({ customer, at }) => customer === takeover.customer && at > takeover.at);
    return [{ customer: takeover.customer, from, to: Math.min(Infinity, ...ends.map(({ at }) => at)), named }];
  });
}

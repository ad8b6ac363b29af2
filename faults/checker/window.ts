import { eventsOf } from '../history/events.js';
import { type Run, type Violation, violations } from './run.js';

const WINDOW_MS = 24 * 60 * 60 * 1_000;

/** No free text leaves more than 24 hours after the customer wrote last, by the platform's own times. */
export function checkWindow({ history }: Run): Violation[] {
  const offered = eventsOf(history, 'offered');
  const outside = eventsOf(history, 'arrived').filter(({ type, customer, at }) => {
    const heard = offered.filter((one) => one.customer === customer && one.at <= at).map(({ sentAt }) => sentAt);
    return type !== 'template' && heard.length > 0 && at - Math.max(...heard) > WINDOW_MS;
  });
  return violations(
    'window',
    outside.map(({ label, customer }) => `${label} went to ${customer} outside the window`),
  );
}

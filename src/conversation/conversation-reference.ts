import { CallerError } from '../infra/errors.js';

/** How a conversation is named: its customer's phone (digits), its own id, or its customer's business-scoped user id. */
export type ConversationReference = { phone: string } | { id: string } | { userId: string };

/** Where a conversation `c` is the one meant; `$1` is the value. A joined conversation is still found by its own id. */
export function conditionFor(reference: ConversationReference): [condition: string, value: string] {
  if ('phone' in reference) return ['c.phone = $1', reference.phone];
  if ('id' in reference) return ['c.id = $1', reference.id];
  return [
    `c.id = (select conversation_id from customer_identity where kind = 'user_id' and value = $1)`,
    reference.userId,
  ];
}

/** What a reference led to. @throws CallerError 404 where that is nothing. */
export function known<Found>(found: Found | null): Found {
  if (found === null) throw new CallerError(404, 'No conversation with this customer');
  return found;
}

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

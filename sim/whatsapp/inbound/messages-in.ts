import { isObject, type JsonObject } from '../../records.js';

const MOST_MESSAGES = 10_000;

/** A message as a webhook tells it, as far as the platform's own record needs it. */
export interface MessageSeen {
  id: string;
  type: string;
  /** Phone, user id or group id. */
  addresses: string[];
  timestamp: unknown;
}

/** The customers' messages in a webhook of any shape, at most 10,000; what is no message is passed over. */
export function messagesIn(body: unknown): MessageSeen[] {
  return objectsUnder(body, 'entry')
    .flatMap((entry) => objectsUnder(entry, 'changes'))
    .flatMap(({ value }) => objectsUnder(value, 'messages'))
    .slice(0, MOST_MESSAGES)
    .flatMap(seen);
}

const objectsUnder = (holder: unknown, key: string): JsonObject[] => {
  const list = isObject(holder) ? holder[key] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
};

function seen({ id, type, from, from_user_id, group_id, timestamp }: JsonObject): MessageSeen[] {
  const names = group_id === undefined ? [from, from_user_id] : [group_id];
  const addresses = names.filter((name) => typeof name === 'string' && name !== '') as string[];
  return typeof id === 'string' ? [{ id, type: String(type), addresses, timestamp }] : [];
}

import { type MessageRow, messagesOf, promptOf } from './conversation.js';
import type { TestSystem } from './system.js';
import { deliver, textFrom, webhook } from './webhook-body.js';

export type Item = Record<string, unknown>;

/** The customer sends one item of any type; returns its id when it is stored. */
export async function send(
  system: TestSystem,
  phone: string,
  type: string,
  payload: unknown,
  more: Item = {},
): Promise<string> {
  const item = textFrom(phone, '', { type, text: undefined, [type]: payload, ...more });
  const status = await deliver(system, webhook(system, { messages: [item] }));
  if (status !== 200) throw new Error(`The webhook was answered ${status}`);
  return item.id;
}

/** The row of one message of the customer; fails where there is none. */
export async function rowOf(system: TestSystem, phone: string, id: string): Promise<MessageRow> {
  const row = (await messagesOf(system, phone)).find((one) => one.external_id === id);
  if (row === undefined) throw new Error(`${phone} has no message ${id}`);
  return row;
}

/** What the model was shown the last time these words were among it; '' when they never were. */
export const lastPrompt = (system: TestSystem, words: string): string =>
  system.simulator
    .modelCalls()
    .map(promptOf)
    .findLast((prompt) => prompt.includes(words)) ?? '';

/** The messages of a conversation as operators see them, newest first. */
export const listed = async (system: TestSystem, phone: string): Promise<Item[]> =>
  (await system.call('GET', `/api/v1/conversations/${phone}/messages`)).body['items'] as Item[];

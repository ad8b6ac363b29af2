import { rawWebhookSchema, type RawWebhook } from './control-input.js';
import { readInput } from './input-error.js';
import { metaJson, signatureOf } from './meta-json.js';
import type { Parts } from './parts.js';
import { now } from './records.js';
import { messagesIn } from './whatsapp/inbound/messages-in.js';

/**
 * Posts any body as it is, without repeats: an object in Meta's JSON, a string as its own bytes.
 * Returns what the product answered each time; null is no answer.
 * @throws InputError that names every wrong field
 */
export async function deliverHandMade(parts: Parts, webhook: RawWebhook): Promise<{ statuses: (number | null)[] }> {
  const { body, times, concurrently, signature } = readInput(rawWebhookSchema, webhook);
  const json = typeof body === 'string' ? body : metaJson(body);
  const secret = signature === 'wrong' ? `not ${parts.appSecret}` : parts.appSecret;
  const signed = signature === 'missing' ? null : signatureOf(json, secret);
  knowMessagesIn(parts, json);
  const statuses: (number | null)[] = [];
  let begun = 0;
  const deliver = async (): Promise<void> => {
    for (let at = begun++; at < times; at = begun++) {
      statuses[at] = (await parts.sender.deliverOnce(json, signed)).status;
    }
  };
  await Promise.all(Array.from({ length: concurrently }, deliver));
  return { statuses };
}

/** Its messages can be marked as read and reacted to, and open their customers' windows. */
function knowMessagesIn({ threads, window }: Parts, json: string): void {
  for (const { id, type, addresses, timestamp } of messagesIn(parsed(json))) {
    const seconds = Number(timestamp);
    threads.know(id, { type, sentAt: timestamp === undefined || Number.isNaN(seconds) ? now() : seconds * 1_000 });
    if (type !== 'system') window.heard(addresses, timestamp);
  }
}

/** Undefined for what is no JSON. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

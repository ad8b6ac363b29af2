import { metaJson, signatureOf } from '../../sim/meta-json.js';
import { messageBody } from '../../sim/whatsapp/webhook-bodies.js';
import { NUMBER } from '../../lab/number.js';

/** Phones of customers who have written before, by number. */
const knownPhone = (at: number): string => `1555${String(at).padStart(7, '0')}`;
const newPhone = (at: number): string => `1666${String(at).padStart(7, '0')}`;

/** Messages of which a fifth are the first of a customer nobody knows. */
export interface Mix {
  /** Names the messages; two mixes with different names have no message in common. */
  name: string;
  count: number;
  /** Customers who have written before. */
  known: number;
  /** First number of the new customers. */
  firstNew: number;
  /** Every so many messages one comes from a new customer; 0 is never. */
  newEvery: number;
}

/** One message as the platform sends it, in bytes and signed. */
export interface SignedWebhook {
  body: Buffer;
  signature: string;
}

/** A webhook with one text of one customer. */
export function textMessage(customer: string, id: string, text: string): object {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const message = { id, customer, name: `Customer ${customer}`, timestamp, type: 'text', payload: { body: text } };
  return messageBody(NUMBER, message);
}

function signed(content: object): SignedWebhook {
  const body = metaJson(content);
  return { body: Buffer.from(body), signature: signatureOf(body, NUMBER.appSecret) };
}

export function* webhooksOf({ name, count, known, firstNew, newEvery }: Mix): Generator<SignedWebhook> {
  for (let at = 0; at < count; at++) {
    const isNew = newEvery > 0 && at % newEvery === 0;
    const customer = isNew ? newPhone(firstNew + at) : knownPhone((at * 7_919) % known);
    const text = `Message ${at}: where is my order, and can I still change it?`;
    yield signed(textMessage(customer, `wamid.${name}.${at}`, text));
  }
}

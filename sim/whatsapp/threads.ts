import { MOST_RECORDS, now } from '../records.js';
import { isPhone, userIdOf } from './customer.js';

/** One message as the customer's phone shows it. */
export interface ThreadMessage {
  id: string;
  /** `inbound` from the customer, `outbound` from the business. */
  direction: 'inbound' | 'outbound';
  type: string;
  text: string | null;
  /** The typed part (`image`, `location`, …) of a message that is no text. */
  payload: unknown;
  /** Our label (`biz_opaque_callback_data`) of an outbound message. */
  label: string | null;
  /** inbound: `delivered`, `read`; outbound: `accepted`, then what was reported. A `failed` one never reached the phone. */
  status: string;
  /** The platform's timestamp, in milliseconds since 1970. */
  sentAt: number;
  receivedAt: number;
}

/** What is kept of a message that came by a hand-made webhook. */
interface Stranger {
  type: string;
  sentAt: number;
}

const RANKS = ['accepted', 'sent', 'delivered', 'read', 'played'];

/** The threads of all customers: the last 50,000 messages. */
export class Threads {
  readonly #byCustomer = new Map<string, ThreadMessage[]>();
  readonly #byId = new Map<string, { customer: string; message: ThreadMessage }>();
  readonly #phoneByUserId = new Map<string, string>();
  /** Messages that came by a hand-made webhook and stand in no thread. */
  readonly #strangers = new Map<string, Stranger>();

  /** The name of a customer's thread: the phone digits, or the user id while no phone is known. */
  customerOf(address: string): string {
    return this.#phoneByUserId.get(address) ?? address.replace(/^\+/, '');
  }

  /** The newest message last. */
  of(address: string): ThreadMessage[] {
    return this.#byCustomer.get(this.customerOf(address)) ?? [];
  }

  get customers(): number {
    return this.#byCustomer.size;
  }

  /** Takes a message in; one whose id is known already changes nothing. */
  add(customer: string, content: Omit<ThreadMessage, 'receivedAt' | 'sentAt'> & { sentAt?: number }): void {
    if (this.#byId.has(content.id)) return;
    const message = { sentAt: now(), ...content, receivedAt: now() };
    const thread = this.#byCustomer.get(customer) ?? [];
    thread.push(message);
    this.#byCustomer.set(customer, thread);
    this.#byId.set(message.id, { customer, message });
    if (message.direction === 'inbound' && isPhone(customer)) this.#phoneByUserId.set(userIdOf(customer), customer);
    this.#forgetOldest();
  }

  /** Raises a message's status; `failed` always counts, a lower one never does. */
  report(id: string, status: string): void {
    const message = this.#byId.get(id)?.message;
    if (message === undefined) return;
    if (status === 'failed' || RANKS.indexOf(status) > RANKS.indexOf(message.status)) message.status = status;
  }

  /** Lets a message that stands in no thread be marked as read and reacted to. */
  know(id: string, stranger: Stranger): void {
    this.#strangers.set(id, stranger);
    dropOldest(this.#strangers);
  }

  /** A message by its id, whoever sent it. */
  find(id: string): Stranger | undefined {
    return this.#byId.get(id)?.message ?? this.#strangers.get(id);
  }

  /** Marks this message of the customer and all before it as read; false when there is none with this id. */
  markRead(id: string): boolean {
    const found = this.#byId.get(id);
    if (found === undefined || found.message.direction !== 'inbound') return this.#strangers.has(id);
    const thread = this.#byCustomer.get(found.customer) ?? [];
    for (const message of thread.slice(0, thread.indexOf(found.message) + 1)) {
      if (message.direction === 'inbound') message.status = 'read';
    }
    return true;
  }

  reset(): void {
    for (const kept of [this.#byCustomer, this.#byId, this.#phoneByUserId, this.#strangers]) kept.clear();
  }

  /** Messages go in the order they came, so the oldest of all is its thread's first. */
  #forgetOldest(): void {
    dropOldest(this.#phoneByUserId);
    const oldest = this.#byId.values().next().value;
    if (!dropOldest(this.#byId) || oldest === undefined) return;
    const thread = this.#byCustomer.get(oldest.customer);
    thread?.shift();
    if (thread?.length === 0) this.#byCustomer.delete(oldest.customer);
  }
}

/** Drops what was put in first beyond 50,000; true when something was dropped. */
function dropOldest(kept: Map<string, unknown>): boolean {
  let dropped = false;
  for (const key of kept.keys()) {
    if (kept.size <= MOST_RECORDS) break;
    dropped = kept.delete(key);
  }
  return dropped;
}

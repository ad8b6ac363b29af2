import { randomInt } from 'node:crypto';
import type { ModelCall } from '../gemini/routes.js';
import type { ThreadMessage } from '../whatsapp/threads.js';
import type { Address } from './address.js';
import { callJson } from './json-api.js';

/** Who plays: a customer nobody knows yet, an operator, and somebody who looks at what the model is asked. */
export class Cast {
  readonly customer: Customer;
  readonly operator: Operator;
  readonly quietMs: number;

  constructor({ product, simulator, operatorKey, quietMs }: Address) {
    this.customer = new Customer(simulator);
    this.operator = new Operator(product, operatorKey, this.customer.phone);
    this.quietMs = quietMs;
  }
}

/** A customer and their phone, as the simulator keeps it. */
export class Customer {
  /** In a range that is kept for made-up numbers. */
  readonly phone = `1555${randomInt(1_000_000, 10_000_000)}`;

  constructor(private readonly simulator: string) {}

  async write(text: string): Promise<void> {
    await callJson(`${this.simulator}/sim/customers/${this.phone}/messages`, { body: { text } });
  }

  /** Records a message in whose bytes the stand-in for the model hears these words. */
  async say(words: string): Promise<void> {
    const base64 = Buffer.from(`OggS\0\x02${'\0'.repeat(20)}\x01\x13OpusHead\nsays: ${words}\n`, 'latin1').toString(
      'base64',
    );
    const body = { type: 'voice', media: { base64 } };
    await callJson(`${this.simulator}/sim/customers/${this.phone}/messages`, { body });
  }

  /** What the business wrote, oldest first. */
  async received(): Promise<ThreadMessage[]> {
    const thread = await callJson<ThreadMessage[]>(`${this.simulator}/sim/customers/${this.phone}/messages`);
    return thread.filter(({ direction }) => direction === 'outbound');
  }

  /** The prompt in which the model was asked about `text`; undefined when the model is not the simulator's. */
  async promptAbout(text: string): Promise<string | undefined> {
    const calls = await callJson<ModelCall[]>(`${this.simulator}/sim/model-calls?last=200`);
    const call = calls.findLast(({ burst }) => burst.includes(text));
    return call && JSON.stringify(call.body);
  }
}

interface ConversationSeen {
  owner: string;
  operator_id: string | null;
  handoff: { reason: string; summary: string } | null;
  waiting_since: string | null;
}

/** An operator at the REST API. */
export class Operator {
  constructor(
    private readonly product: string,
    private readonly key: string | undefined,
    private readonly phone: string,
  ) {}

  async takeOver(): Promise<void> {
    await this.call('takeover', { phone: this.phone });
  }

  /** @returns the platform's id of the message. */
  async say(message: string): Promise<string> {
    const said = await this.call<{ message_id: string }>('operator-message', { phone: this.phone, message });
    return said.message_id;
  }

  async handBack(): Promise<void> {
    await this.call('handback', { phone: this.phone });
  }

  conversation(): Promise<ConversationSeen> {
    return this.call(`conversations/${this.phone}`);
  }

  /** Where a sent message stands: `sent`, `delivered`, `read`, … */
  async statusOf(messageId: string): Promise<string | undefined> {
    const page = await this.call<{ items: { external_id: string; status: string }[] }>(
      `conversations/${this.phone}/messages`,
    );
    return page.items.find((message) => message.external_id === messageId)?.status;
  }

  private call<T>(path: string, body?: object): Promise<T> {
    return callJson(`${this.product}/api/v1/${path}`, { key: this.key, ...(body && { body }) });
  }
}

import type { Simulator } from '../../sim/simulator.js';
import { until } from '../../sim/until.js';
import type { Delivery } from '../../sim/webhook-sender.js';
import type { CustomerMessage } from '../../sim/whatsapp/inbound/customer-message.js';
import { marked } from '../history/words.js';

/** The platform's repeats give up after this long at the latest. */
const ACKNOWLEDGED_WITHIN_MS = 150_000;

/** Customers of one scene, each with a phone and a count of what they wrote. */
export class Customers {
  private readonly written = new Map<string, number>();

  constructor(
    private readonly simulator: Simulator,
    private last: number,
  ) {}

  /** A customer nobody knows yet. */
  newcomer(): string {
    return String(++this.last);
  }

  newcomers(count: number): string[] {
    return Array.from({ length: count }, () => this.newcomer());
  }

  /** Sends one marked text on its way, and waits for nothing. */
  write(customer: string, words?: string): Delivery {
    const number = (this.written.get(customer) ?? 0) + 1;
    this.written.set(customer, number);
    this.simulator.writeAsCustomer(customer, { text: marked(customer, number, words) });
    return this.simulator.deliveries(1)[0] as Delivery;
  }

  /** Sends anything, as it is, and waits until it is acknowledged. */
  async send(customer: string, message: CustomerMessage): Promise<void> {
    this.simulator.writeAsCustomer(customer, message);
    await acknowledged(this.simulator.deliveries(1)[0] as Delivery);
  }

  /** Writes a burst, each text when the one before is acknowledged, so that their order is beyond doubt. */
  async burst(customer: string, length: number, words?: string): Promise<void> {
    for (let at = 0; at < length; at++) await acknowledged(this.write(customer, words));
  }
}

/** Waits until the webhook is answered 200, however often the platform has to repeat it. */
export async function acknowledged(delivery: Delivery): Promise<void> {
  if (delivery.state === 'waiting') await until(() => delivery.state !== 'waiting', ACKNOWLEDGED_WITHIN_MS);
  if (delivery.state !== 'delivered') throw new Error(`The message ${delivery.messageId} was never acknowledged`);
}

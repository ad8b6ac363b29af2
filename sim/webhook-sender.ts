import http from 'node:http';
import type { Faults } from './faults.js';
import { metaJson, signatureOf } from './meta-json.js';
import { BoundedList, MOST_RECORDS, now } from './records.js';
import type { Settings } from './settings.js';
import { Timers } from './timers.js';
import { postOnce, type PostOutcome } from './webhook-post.js';

/** What one webhook is about. */
interface Subject {
  kind: 'message' | 'status' | 'platform';
  messageId: string;
  /** The customer as the thread is called: phone digits or business-scoped id. */
  customer: string;
}

/** One webhook on its way to the product, with every try. */
export interface Delivery extends Subject {
  state: 'waiting' | 'delivered' | 'given-up';
  queuedAt: number;
  attempts: (PostOutcome & { startedAt: number; endedAt: number })[];
  /** What the product answered last; null while it gave no answer. */
  lastStatus: number | null;
}

interface Pending {
  delivery: Delivery;
  body: string;
  signature: string;
}

const MOST_WAITING_BYTES = 256 * 1024 * 1024;

/**
 * Sends webhooks as the platform does: signed, repeated with growing pauses until 200, in no promised order.
 * At most 50,000 wait to be sent and as many for a repeat; what is beyond is given up.
 */
export class WebhookSender {
  readonly deliveries = new BoundedList<Delivery>();
  readonly #queue = new BoundedList<Pending>(MOST_WAITING_BYTES, ({ delivery }) => (delivery.state = 'given-up'));
  readonly #pauses = new Timers();
  readonly #agent = new http.Agent({ keepAlive: true });
  #inFlight = 0;
  /** Grows with each reset, so that a try begun before it is not repeated after it. */
  #generation = 0;

  constructor(
    private readonly appSecret: string,
    private readonly settings: Settings,
    private readonly faults: Faults,
  ) {}

  /** Webhooks without a final outcome. */
  get open(): number {
    return this.#queue.length + this.#inFlight + this.#pauses.running;
  }

  /** Queues a webhook; `text` is what a fault can be matched on. */
  send(subject: Subject, text: string | null, content: unknown): void {
    const body = metaJson(content);
    const signature = signatureOf(body, this.appSecret);
    const duplicate = this.faults.take('webhook', { phone: subject.customer, text });
    for (let copy = 0; copy < (duplicate?.copies ?? 1); copy++) {
      const delivery: Delivery = { ...subject, state: 'waiting', queuedAt: now(), attempts: [], lastStatus: null };
      this.deliveries.push(delivery);
      this.#queue.push({ delivery, body, signature }, body.length);
    }
    this.#drain();
  }

  /** One POST of exactly this body, never repeated. */
  async deliverOnce(body: string, signature: string | null): Promise<PostOutcome> {
    const { webhookUrl, webhookTimeoutMs } = this.settings;
    if (webhookUrl === null) return { status: null, error: 'no webhookUrl is set' };
    return postOnce(this.#agent, webhookUrl, body, signature, webhookTimeoutMs);
  }

  /** Forgets what is queued and what waits for a repeat. */
  reset(): void {
    this.#generation += 1;
    this.#pauses.clear();
    this.#queue.clear();
    this.deliveries.clear();
  }

  stop(): void {
    this.reset();
    this.#agent.destroy();
  }

  #drain(): void {
    while (this.#inFlight < this.settings.webhookConcurrency) {
      const pending = this.#queue.shift();
      if (pending === undefined) return;
      void this.#try(pending);
    }
  }

  async #try(pending: Pending): Promise<void> {
    const generation = this.#generation;
    const startedAt = now();
    this.#inFlight += 1;
    const outcome = await this.deliverOnce(pending.body, pending.signature);
    this.#inFlight -= 1;
    pending.delivery.attempts.push({ startedAt, endedAt: now(), ...outcome });
    pending.delivery.lastStatus = outcome.status;
    if (generation === this.#generation) this.#settle(pending);
    this.#drain();
  }

  /** Only 200 counts as received; a redirect or another 2xx is a failure too. */
  #settle(pending: Pending): void {
    const { delivery, body } = pending;
    const { webhookTries, webhookFirstPauseMs, webhookLongestPauseMs } = this.settings;
    const tries = delivery.attempts.length;
    if (delivery.lastStatus === 200) delivery.state = 'delivered';
    else if (tries >= webhookTries || this.#pauses.running >= MOST_RECORDS) delivery.state = 'given-up';
    else {
      this.#pauses.after(Math.min(webhookFirstPauseMs * 2 ** (tries - 1), webhookLongestPauseMs), () => {
        this.#queue.push(pending, body.length);
        this.#drain();
      });
    }
  }
}

import { draw, type Settings } from '../settings.js';
import { Timers } from '../timers.js';
import type { WebhookSender } from '../webhook-sender.js';
import type { Threads } from './threads.js';
import { statusBody, type BusinessNumber, type Failure, type StatusReport } from './webhook-bodies.js';

/** An accepted message, as far as its statuses need it. */
type Accepted = Pick<StatusReport, 'wamid' | 'customer' | 'label' | 'category'> & { type: string; text: string | null };

/** Reports what became of an accepted message, status by status, each as a webhook of its own. */
export class StatusReporter {
  readonly #timers = new Timers();

  constructor(
    private readonly number: BusinessNumber,
    private readonly settings: Settings,
    private readonly threads: Threads,
    private readonly sender: WebhookSender,
  ) {}

  /** The statuses of the settings in their order, each after its own pause; `failed` alone when there is a failure. */
  report(message: Accepted, failure?: Failure): void {
    const statuses = failure === undefined ? this.#usual(message.type) : ['failed'];
    const firstSeen = statuses.find((status) => status === 'delivered' || status === 'read');
    let dueMs = 0;
    for (const status of statuses) {
      dueMs += draw(this.settings.statusDelayMs);
      const priced = status === 'sent' || status === firstSeen;
      this.#timers.after(dueMs, () => this.#send(message, { status, priced, failure: failure ?? { code: 131000 } }));
    }
  }

  /** Of a reaction nothing but `sent` is ever reported. */
  #usual(type: string): string[] {
    return this.settings.statuses.filter((status) => type !== 'reaction' || status === 'sent' || status === 'failed');
  }

  reset(): void {
    this.#timers.clear();
  }

  #send(message: Accepted, what: Pick<StatusReport, 'status' | 'priced' | 'failure'>): void {
    const { type: _type, text, ...report } = message;
    const { wamid, customer } = report;
    this.threads.report(wamid, what.status);
    const body = statusBody(this.number, { ...report, ...what });
    this.sender.send({ kind: 'status', messageId: wamid, customer }, text, body);
  }
}

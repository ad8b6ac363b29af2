import { newMessageId } from '../ids.js';
import { BoundedList, now, type JsonObject } from '../records.js';
import { digitsOf, isUserId } from './customer.js';
import { GraphError, refused } from './graph-error.js';
import { checkSendRequest, glance, type Glance } from './send-request.js';
import type { StatusReporter } from './status-reporter.js';
import type { Threads } from './threads.js';
import type { Failure } from './webhook-bodies.js';

/** A request to the messages endpoint, whatever came of it. */
export interface SendAttempt extends Glance {
  body: unknown;
  receivedAt: number;
  endedAt: number | null;
  /** HTTP status answered; null while there is none, and for good where a fault swallowed it. */
  status: number | null;
  /** The platform's error code of a refusal. */
  code: number | null;
  /** The message's id once it is accepted. */
  wamid: string | null;
  /** The fault that fired on it. */
  fault: string | null;
}

/** The messages endpoint without HTTP: who may call, what is accepted, what follows from it. */
export class CloudApi {
  readonly requests = new BoundedList<SendAttempt>();
  /** Those requests whose message was accepted. */
  readonly sent = new BoundedList<SendAttempt>();

  constructor(
    private readonly account: { phoneNumberId: string; accessToken: string },
    private readonly threads: Threads,
    private readonly reporter: StatusReporter,
  ) {}

  /** Takes note of a request before anything is decided about it. */
  note(body: unknown, bytes: number): SendAttempt {
    const open = { endedAt: null, status: null, code: null, wamid: null, fault: null };
    const attempt = { ...glance(body), body, receivedAt: now(), ...open };
    this.requests.push(attempt, bytes);
    return attempt;
  }

  /** @throws GraphError 190 for a wrong token, 100 for a number that is not ours. */
  checkCaller(authorization: string | undefined, phoneNumberId: string): void {
    if (authorization !== `Bearer ${this.account.accessToken}`) {
      throw new GraphError(401, 190, 'Invalid OAuth access token - Cannot parse access token');
    }
    if (phoneNumberId === this.account.phoneNumberId) return;
    const reason = `Unsupported post request. Object with ID '${phoneNumberId}' does not exist or cannot be loaded`;
    throw new GraphError(400, 100, reason, { subcode: 33 });
  }

  /**
   * Accepts what the request asks for and returns the answer's body.
   * @param failure reported instead of the usual statuses
   * @throws GraphError when it is refused
   */
  accept(attempt: SendAttempt, bytes: number, failure?: Failure): JsonObject {
    checkSendRequest(attempt.body);
    if (attempt.kind === 'message') return this.#acceptMessage(attempt, attempt.body, bytes, failure);
    const known = this.threads.markRead(String(attempt.body['message_id']));
    if (!known) throw refused(131009, 'message_id names no received message');
    return { success: true };
  }

  reset(): void {
    this.sent.clear();
    this.requests.clear();
  }

  #acceptMessage(attempt: SendAttempt, body: JsonObject, bytes: number, failure: Failure | undefined): JsonObject {
    const { type, text, label } = attempt;
    const input = attempt.to ?? '';
    const wamid = newMessageId();
    attempt.wamid = wamid;
    this.sent.push(attempt, bytes);
    const byUserId = typeof body['to'] !== 'string';
    const lost = !byUserId && isUserId(input);
    const customer = lost ? digitsOf(input) : this.threads.customerOf(input);
    const payload = type === 'text' ? null : body[type];
    this.threads.add(customer, { id: wamid, direction: 'outbound', type, text, payload, label, status: 'accepted' });
    const fails = failure ?? (lost ? { code: 131026 } : undefined);
    this.reporter.report({ wamid, customer: byUserId ? input : customer, label, text }, fails);
    const contact = byUserId ? { input, user_id: input } : { input, wa_id: digitsOf(input) };
    return { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id: wamid }] };
  }
}

import { newMessageId } from '../ids.js';
import { BoundedList, now, type JsonObject } from '../records.js';
import { digitsOf, isUserId } from './customer.js';
import { GraphError, refused } from './graph-error.js';
import { checkSendRequest, glance, type Glance } from './send-request.js';
import type { Message, SendRules } from './send-rules.js';
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
  /** The second id of one that was accepted twice. */
  twin: string | null;
  /** The fault that fired on it. */
  fault: string | null;
}

/** What is to go wrong with a message that is accepted. */
interface Mishap {
  /** Reported instead of the usual statuses. */
  failure?: Failure | undefined;
  /** It goes out twice, under two ids with one label. */
  twice?: boolean;
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
    private readonly rules: SendRules,
  ) {}

  /** Takes note of a request before anything is decided about it. */
  note(body: unknown, bytes: number): SendAttempt {
    const open = { endedAt: null, status: null, code: null, wamid: null, twin: null, fault: null };
    const attempt = { ...glance(body), body, receivedAt: now(), ...open };
    this.requests.push(attempt, bytes);
    return attempt;
  }

  /**
   * @param phoneNumberId the number that is used, where one is
   * @throws GraphError 190 for a wrong token, 100 for a number that is not ours.
   */
  checkCaller(authorization: string | undefined, phoneNumberId = this.account.phoneNumberId): void {
    if (authorization !== `Bearer ${this.account.accessToken}`) {
      throw new GraphError(401, 190, 'Invalid OAuth access token - Cannot parse access token');
    }
    if (phoneNumberId === this.account.phoneNumberId) return;
    const reason = `Unsupported post request. Object with ID '${phoneNumberId}' does not exist or cannot be loaded`;
    throw new GraphError(400, 100, reason, { subcode: 33 });
  }

  /**
   * Accepts what the request asks for and returns the answer's body.
   * @throws GraphError when it is refused
   */
  accept(attempt: SendAttempt, bytes: number, mishap: Mishap = {}): JsonObject {
    checkSendRequest(attempt.body);
    if (attempt.kind === 'message') return this.#acceptMessage(attempt, attempt.body, bytes, mishap);
    const known = this.threads.markRead(String(attempt.body['message_id']));
    if (!known) throw refused(131009, 'message_id names no received message');
    return { success: true };
  }

  reset(): void {
    this.sent.clear();
    this.requests.clear();
    this.rules.reset();
  }

  #acceptMessage(attempt: SendAttempt, body: JsonObject, bytes: number, { failure, twice }: Mishap): JsonObject {
    const { address, customer, contact, isLost } = this.#addressee(attempt, body);
    const message = { customer, type: attempt.type, body };
    const expected = this.rules.check(message);
    const fails = failure ?? (isLost ? { code: 131026 } : expected);
    attempt.wamid = this.#deliver(attempt, message, address, fails);
    if (twice === true) attempt.twin = this.#deliver(attempt, message, address, fails);
    this.sent.push(attempt, bytes);
    const status = attempt.type === 'template' ? { message_status: 'accepted' } : {};
    const group = body['recipient_type'] === 'group' ? { group_id: address } : {};
    return {
      messaging_product: 'whatsapp',
      contacts: [contact],
      messages: [{ id: attempt.wamid, ...status, ...group }],
    };
  }

  /** Who a message is for: `address` is what statuses name, and a user id in `to` reaches nobody. */
  #addressee(attempt: SendAttempt, body: JsonObject) {
    const input = attempt.to ?? '';
    if (body['recipient_type'] === 'group')
      return { address: input, customer: input, contact: { input }, isLost: false };
    const byUserId = typeof body['to'] !== 'string';
    const isLost = !byUserId && isUserId(input);
    const customer = isLost ? digitsOf(input) : this.threads.customerOf(input);
    const contact = byUserId ? { input, user_id: input } : { input, wa_id: digitsOf(input) };
    return { address: byUserId ? input : customer, customer, contact, isLost };
  }

  /** Puts the message into the thread, has its statuses reported, and returns its id. */
  #deliver(attempt: SendAttempt, message: Message, address: string, failure: Failure | undefined): string {
    const { type, text, label } = attempt;
    const wamid = newMessageId();
    const payload = type === 'text' ? null : message.body[type];
    const shown = { id: wamid, direction: 'outbound', type, text, payload, label, status: 'accepted' } as const;
    this.threads.add(message.customer, shown);
    const category = this.rules.templateOf(message)?.category.toLowerCase() ?? null;
    this.reporter.report({ wamid, customer: address, label, type, text, category }, failure);
    return wamid;
  }
}

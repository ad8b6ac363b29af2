import { setTimeout as pause } from 'node:timers/promises';
import type { OperatorAction } from '../history/events.js';
import type { Recorder } from '../history/recorder.js';

const CALL_LIMIT_MS = 20_000;
const REPEAT_AFTER_MS = 500;
const MOST_REPEATS = 10;
const KEYS = { anna: 'key-of-anna', ben: 'key-of-ben', cleo: 'key-of-cleo' };

/** The settings with which these may use the API. */
export const OPERATOR_API_KEYS = Object.entries(KEYS)
  .map((pair) => pair.join(':'))
  .join(',');

export type OperatorName = keyof typeof KEYS;

/** What a call came to; status null is no answer. */
export interface Outcome {
  status: number | null;
  body: Record<string, unknown>;
}

let calls = 0;

/** One person at the REST API, whose every call is on the record. */
export class Operator {
  constructor(
    readonly name: OperatorName,
    private readonly url: () => string,
    private readonly recorder: Recorder,
  ) {}

  takeOver(phone: string, more: object = {}): Promise<Outcome> {
    return this.act('takeover', phone, more);
  }

  handBack(phone: string): Promise<Outcome> {
    return this.act('handback', phone, {});
  }

  say(phone: string, message: string, key?: string): Promise<Outcome> {
    return this.act('operator-message', phone, { message }, key);
  }

  sendTemplate(phone: string, template: object): Promise<Outcome> {
    return this.act('operator-message', phone, { template });
  }

  /** Lets one message find out at once whether a paused number may send again. */
  resumeSending(): Promise<Outcome> {
    return this.post('sending/resume', {}, `${this.name}-${++calls}`);
  }

  private async act(action: OperatorAction, phone: string, more: object, key?: string): Promise<Outcome> {
    const call = ++calls;
    this.recorder.note({ event: 'operator-began', call, operator: this.name, action, customer: phone });
    // With its key a message may be asked for again, as a program does that is told 503.
    const repeatable = key ?? `${this.name}-${call}`;
    let outcome = await this.post(action, { phone, ...more }, repeatable);
    for (let repeat = 0; outcome.status === 503 && repeat < MOST_REPEATS; repeat++) {
      await pause(REPEAT_AFTER_MS);
      outcome = await this.post(action, { phone, ...more }, repeatable);
    }
    const inFlight = (outcome.body['in_flight'] ?? []) as { message_id: string }[];
    const named = inFlight.map(({ message_id }) => message_id);
    this.recorder.note({ event: 'operator-returned', call, status: outcome.status, named });
    return outcome;
  }

  private async post(path: string, body: object, key: string): Promise<Outcome> {
    try {
      const response = await fetch(`${this.url()}/api/v1/${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${KEYS[this.name]}`,
          'idempotency-key': key,
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(CALL_LIMIT_MS),
      });
      return { status: response.status, body: (await response.json()) as Outcome['body'] };
    } catch {
      return { status: null, body: {} };
    }
  }
}

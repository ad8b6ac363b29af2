import { writeFileSync } from 'node:fs';
import type { ModelCall } from '../../sim/gemini/routes.js';
import { now } from '../../sim/records.js';
import type { Simulator } from '../../sim/simulator.js';
import type { Delivery } from '../../sim/webhook-sender.js';
import type { SendAttempt } from '../../sim/whatsapp/cloud-api.js';
import type { HistoryEvent } from './events.js';

type Noted<E> = E extends unknown ? Omit<E, 'at'> : never;

/** Collects what the harness does itself; what the simulator saw is added at the end, on the same clock. */
export class Recorder {
  private readonly own: HistoryEvent[] = [];

  /** Something that happens now. */
  note(event: Noted<HistoryEvent>): void {
    this.own.push({ at: now(), ...event } as HistoryEvent);
  }

  fault(fault: string): void {
    this.note({ event: 'fault', fault });
  }

  /** How often it fired so far. */
  fired(fault: string): number {
    return this.own.filter((one) => one.event === 'fault' && one.fault === fault).length;
  }

  /** Everything in the order in which it happened. */
  historyWith(simulator: Simulator): HistoryEvent[] {
    return [...this.own, ...seenBy(simulator)].toSorted((a, b) => a.at - b.at);
  }
}

/** One event a line, as JSON. */
export const saveHistory = (file: string, history: readonly HistoryEvent[]): void =>
  writeFileSync(file, history.map((event) => `${JSON.stringify(event)}\n`).join(''));

function seenBy(simulator: Simulator): HistoryEvent[] {
  return [
    ...simulator
      .deliveries()
      .flatMap((delivery) => (delivery.kind === 'message' ? delivered(simulator, delivery) : [])),
    ...simulator.requests().flatMap(arrival),
    ...simulator.modelCalls().flatMap(question),
  ];
}

function delivered(
  simulator: Simulator,
  { customer, messageId: message, queuedAt, attempts }: Delivery,
): HistoryEvent[] {
  const written = simulator.thread(customer).find(({ id }) => id === message);
  const words = written?.text ?? null;
  const first = attempts.findIndex(({ status }) => status === 200);
  return [
    { at: queuedAt, event: 'offered', message, customer, words, sentAt: written?.sentAt ?? queuedAt },
    ...attempts
      .slice(0, first === -1 ? attempts.length : first + 1)
      .map(({ endedAt: at, status }): HistoryEvent =>
        status === 200 ? { at, event: 'acknowledged', message } : { at, event: 'not-acknowledged', message, status },
      ),
  ];
}

function arrival({ kind, receivedAt: at, to, label, type, text, wamid, twin }: SendAttempt): HistoryEvent[] {
  if (kind !== 'message') return [];
  const accepted = [wamid, twin].filter((id) => id !== null).length;
  const customer = (to ?? '').replace(/^\+/, '');
  return [{ at, event: 'arrived', customer, label: label ?? '', type, words: text, accepted }];
}

function question({ receivedAt, endedAt, outcome, body, sumsUp }: ModelCall, call: number): HistoryEvent[] {
  const began: HistoryEvent = { at: receivedAt, event: 'model-began', call, prompt: JSON.stringify(body), sumsUp };
  return endedAt === null ? [began] : [began, { at: endedAt, event: 'model-ended', call, outcome }];
}

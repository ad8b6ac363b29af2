/**
 * What can be seen from outside, each with the simulator's clock (milliseconds, never stepping back). Of the product's
 * inside a checker believes nothing but the database at the end.
 */
export type HistoryEvent = { at: number } & (
  | Offered
  | Acknowledged
  | NotAcknowledged
  | Arrived
  | ModelBegan
  | ModelEnded
  | OperatorBegan
  | OperatorReturned
  | FaultFired
);

/** A customer wrote, and the platform began to deliver it. */
export interface Offered {
  event: 'offered';
  message: string;
  customer: string;
  words: string | null;
  /** The platform's timestamp, in milliseconds. */
  sentAt: number;
}

/** The first 200 to a message's webhook. */
export interface Acknowledged {
  event: 'acknowledged';
  message: string;
}

/** A try that got another answer, or none. */
export interface NotAcknowledged {
  event: 'not-acknowledged';
  message: string;
  status: number | null;
}

/** A message reached the platform, which took it or not. */
export interface Arrived {
  event: 'arrived';
  customer: string;
  /** Our label: the id of the message in the database. */
  label: string;
  type: string;
  words: string | null;
  /** How many messages the platform made of it: 0 where it refused or lost it. */
  accepted: number;
}

export interface ModelBegan {
  event: 'model-began';
  call: number;
  /** Everything the model was shown. */
  prompt: string;
  /** It asks for a summary and not for an answer. */
  sumsUp: boolean;
}

export interface ModelEnded {
  event: 'model-ended';
  call: number;
  outcome: string;
}

export interface OperatorBegan {
  event: 'operator-began';
  call: number;
  operator: string;
  action: OperatorAction;
  customer: string;
}

export type OperatorAction = 'takeover' | 'handback' | 'operator-message';

export interface OperatorReturned {
  event: 'operator-returned';
  call: number;
  status: number | null;
  /** Messages that a takeover's answer names as already on their way. */
  named: string[];
}

export interface FaultFired {
  event: 'fault';
  fault: string;
}

/** The events of one kind, in their order. */
export const eventsOf = <E extends HistoryEvent['event']>(
  history: readonly HistoryEvent[],
  event: E,
): Extract<HistoryEvent, { event: E }>[] =>
  history.filter((one): one is Extract<HistoryEvent, { event: E }> => one.event === event);

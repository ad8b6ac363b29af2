/** What the database says at the end. Times are milliseconds since 1970. */
export interface Dump {
  conversations: DumpedConversation[];
  messages: DumpedMessage[];
  turns: DumpedTurn[];
  /** Every change of a message's status and of a turn's state, as a trigger of ours saw them. */
  steps: Step[];
}

export interface DumpedConversation {
  id: string;
  customer: string;
  owner: string;
  /** Grows with each change of owner. */
  epoch: number;
  /** Whether something waits for the assistant. */
  waits: boolean;
}

export interface DumpedMessage {
  id: string;
  conversation: string;
  /** Order in which they were stored. */
  seq: number;
  sender: 'customer' | 'ai' | 'operator';
  externalId: string | null;
  words: string | null;
  status: string | null;
  /** Of the owner under whom the business said it; null where the customer wrote. */
  epoch: number | null;
  /** Inbound: somebody has dealt with it. */
  handled: boolean;
  /** It was sent once more because nobody knew what had become of it. */
  mayBeTwice: boolean;
  error: string | null;
}

export interface DumpedTurn {
  id: string;
  conversation: string;
  state: string;
  reason: string | null;
  startedAt: number;
  endedAt: number | null;
}

export interface Step {
  of: 'message' | 'turn';
  id: string;
  /** Null for a new row. */
  from: string | null;
  to: string;
}

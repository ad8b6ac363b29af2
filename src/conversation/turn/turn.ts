import type { Usage } from '../../ai/model/usage.js';
import type { AssistantMode } from '../drafts/assistant-mode.js';
import type { OptMark } from '../opt-out/opt-out.repository.js';
import type { ModelStanding } from '../outage/rule-outage.js';
import type { Spent } from './spending.repository.js';

/** A conversation that this process may answer, until the claim ends. */
export interface Claim {
  conversationId: string;
  /** Every later write of this turn carries it; an older one changes nothing. */
  fence: number;
  epoch: number;
  /** Claims of this burst so far that ended without a word, this one included. */
  attempt: number;
}

/** What our own rules look at. */
export interface BurstMessage {
  /** A `MessageKind`. */
  kind: string | null;
  /** The customer's own words; the beginning of long ones. */
  text: string | null;
  /** The platform's errors about the message, as they came. */
  errors: unknown;
  /** Set where it is nothing but a word that stops or resumes messages. */
  optOut: OptMark | null;
}

/** An effect that an earlier turn began for the same burst, and of which nobody knows whether it came. */
export interface Doubt {
  tool: string;
  arguments: object;
}

/** The burst as the turn read it, in platform order. */
export interface Burst {
  messageIds: string[];
  /** The one that was stored first; the burst is the same one while it is unanswered. */
  firstId: string;
  messages: BurstMessage[];
  doubt: Doubt | null;
  /** Whether files came with them that were not here yet. */
  awaitsFiles: boolean;
  /** Platform id of the newest that can be marked as read; null when none can. */
  newestId: string | null;
  /** When the newest unanswered one came, taken in or not, in Postgres' own words; what comes later is newer than this turn. */
  lastAt: string;
}

/** A claimed burst, the row that tells of it, and what answering it has used so far. */
export interface Turn {
  id: string;
  claim: Claim;
  burst: Burst;
  /** What was used before it. */
  spent: Spent;
  model: ModelStanding;
  /** What was noted of the customer before, oldest first. */
  profile: string[];
  /** What the conversation says of how it is answered; null leaves it to the settings. */
  mode: AssistantMode | null;
  usage: Usage;
  /** Why recordings of the burst have no words. */
  unheard: string[];
  /** Something is to be summed up after it. */
  memoryIsFull: boolean;
}

export type TurnState = 'answered' | 'silent' | 'superseded' | 'cancelled' | 'handed_over' | 'failed';

export interface TurnEnd {
  state: TurnState;
  reason?: string;
}

/**
 * How a claim ended: the burst got its outcome, gives way to newer messages, is given back unchanged, waits for a model
 * that is away, or broke.
 */
export type Progress = 'closed' | 'restart' | 'given-back' | 'waits' | 'failed';

/** How a turn stands when somebody looks: still the claim's, and whether the customer has written more. */
export interface TurnStanding {
  restarts: number;
  newer: boolean;
}

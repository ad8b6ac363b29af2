import type { Readable } from 'node:stream';
import type { Source } from './knowledge/find/citations.js';
import type { Usage } from './model/usage.js';

/**
 * The engine's face: messages in, a reply or a request for a person out. It knows no phone, no channel and nobody
 * else's tables; what it needs from above it asks for through {@link Transcript}.
 */

/** A file that the customer sent and that is kept. */
export interface SentFile {
  /** By which it is opened. */
  id: string;
  /** What it is by its own bytes. */
  mimeType: string;
  /** In bytes. */
  size: number;
}

/** Gives the bytes of a file; null when it is not kept any more. */
export type OpenFile = (id: string) => Promise<Readable | null>;

/** One thing that was said, or a note about who spoke, in the order it happened. */
export interface TranscriptEntry {
  id: string;
  /** `tool` is one of the business's tools that changed something, or may have. */
  speaker: 'customer' | 'assistant' | 'colleague' | 'note' | 'tool';
  /** Name of the colleague or the tool. */
  name: string | null;
  text: string;
  /** What can be looked at beside the words, where there is something. */
  file?: SentFile;
  /** ISO time. */
  at: string;
}

/** What was said before the entries that are remembered word for word. */
export interface Earlier {
  /** In a machine's words; null where nobody has summed it up. */
  summary: string | null;
  /** Of what colleagues said and of who answered when the newest, word for word. */
  kept: TranscriptEntry[];
}

/** What is remembered of a conversation. */
export interface Recollection {
  earlier: Earlier;
  /** Something was said that is in neither. */
  hasGap: boolean;
  /** Oldest first. */
  entries: TranscriptEntry[];
}

/**
 * Messages remembered word for word, so that what a turn reads and writes does not grow with the conversation (P11).
 * When there are so many, the oldest are summed up in groups of `FOLDED`, and `LEAST_VERBATIM` or a few more stay.
 */
export const MOST_VERBATIM = 24;
export const LEAST_VERBATIM = 16;
export const FOLDED = 8;

/** What the assistant may read of a conversation. */
export interface Transcript {
  /**
   * What is settled: said or about to be, and not waiting for an answer. Word for word at most `limit` messages, with
   * notes among them.
   */
  recent(limit: number): Promise<Recollection>;
  /** What waits for an answer, in the order the customer wrote it. */
  burst(): Promise<TranscriptEntry[]>;
  /** Opens a file of one of its entries. */
  open: OpenFile;
}

export interface Thread {
  conversationId: string;
  /** The caller's claim on the conversation; each is higher than those before, and memory goes by the highest. */
  claim: number;
  transcript: Transcript;
}

/** A thread with a burst to be answered. */
export interface OpenThread extends Thread {
  /** What was noted of the customer in earlier turns, oldest first. */
  profile: readonly string[];
  toolCalls: ToolCalls;
  /** An answer as the customer sees it, whatever markup it is written in. */
  shown(answer: string): string;
}

/** A call of one of the business's tools that changes something. */
export interface EffectCall {
  tool: string;
  arguments: object;
  /** What tells this effect from others of the tool. */
  key: object;
}

/** A call that a person has to approve first. */
export interface ProposedCall extends EffectCall {
  /** What the tool does, in the owner's words. */
  description: string;
}

/**
 * What came of a call: `done`; `failed`, and nothing was changed; or `unknown`, where nobody can say. `text` is what
 * the tool answered, or what went wrong.
 */
export interface CallOutcome {
  state: 'done' | 'failed' | 'unknown';
  text: string;
}

/** Where calls of the business's tools are written down, so that no effect comes twice. */
export interface ToolCalls {
  /**
   * What is known of the customer, by the names that templates use; null while it is not sure who writes.
   */
  customer(): Promise<ReadonlyMap<string, string> | null>;
  /**
   * To be asked right before an effect: `id` lets it happen, and names it whenever it is tried again. An effect that
   * came of this burst before, in whichever turn, gives its outcome instead.
   * @throws when the turn is no longer wanted; nothing may happen then
   */
  begin(call: EffectCall): Promise<{ id: string } | { outcome: CallOutcome }>;
  /** What came of an effect of this burst, in whichever turn; null where it may be proposed. */
  find(call: EffectCall): Promise<CallOutcome | null>;
  /** Keeps what came of it. Until then its outcome counts as unknown. */
  end(id: string, outcome: CallOutcome): Promise<void>;
  /** Keeps a call that changed nothing. */
  note(call: Pick<EffectCall, 'tool' | 'arguments'>, outcome: CallOutcome): Promise<void>;
}

/** Why the assistant gives up or hands over. */
export type PersonReason =
  | 'customer_asked'
  | 'cannot_answer'
  | 'complaint'
  | 'other'
  | 'model_failed'
  | 'answer_refused'
  | 'no_source'
  | 'effect_unknown'
  | 'approval_needed';

export interface PersonRequest {
  reason: PersonReason;
  /** What went wrong; null where nothing did. */
  cause: string | null;
  /** What the customer wants, what was tried and what to do next, in the model's words; null where it gave none. */
  summary: string | null;
  tried: string | null;
  nextStep: string | null;
  /** What the customer is told, in their language; null leaves it to the business's standard words. */
  farewell: string | null;
  /** What the person is to approve, where that is what they are asked for. */
  proposal?: ProposedCall;
}

/** A request that no model puts into words. */
export const requestBecause = <Reason extends string>(reason: Reason, cause: string) => ({
  reason,
  cause,
  summary: null,
  tried: null,
  nextStep: null,
  farewell: null,
});

/**
 * `choices` are short answers to the question in `text`, in their order; the channel shows them as it can. `sources` are
 * what the words rest on.
 */
export type AssistantResult = (
  | { kind: 'reply'; text: string; choices?: string[]; sources: Source[] }
  | { kind: 'silent' }
  | { kind: 'person'; request: PersonRequest }
  /** No model answers, whoever asks; `retryAfterMs` is the provider's hint. */
  | { kind: 'model_away'; cause: string; retryAfterMs: number | null }
) & {
  /** What is to be noted of the customer, if the result is kept. */
  facts?: readonly string[];
};

/** What became of a recording: its words, or in words why there are none. `model` is null where none was asked. */
export interface Transcription {
  words: string | null;
  failure: string | null;
  model: string | null;
}

export abstract class Assistant {
  /**
   * Answers the burst of an inquiry. A model that fails for good is no error but an outcome (P8). What the
   * turn uses is counted in `usage` as it goes, so that it is known whatever becomes of the turn.
   * The caller holds the conversation's claim.
   * @throws the signal's reason when it is aborted; nothing is remembered then.
   */
  abstract answer(thread: OpenThread, usage: Usage, signal: AbortSignal): Promise<AssistantResult>;

  /**
   * Writes down what is said in a recording, with one question to the model that is counted in `usage`. Whatever goes
   * wrong is told as the failure; nothing is ever made up.
   * @throws the signal's reason when it is aborted
   */
  abstract transcribe(file: SentFile, open: OpenFile, usage: Usage, signal: AbortSignal): Promise<Transcription>;

  /**
   * Sums up what is no longer to be remembered word for word: `earlier` as it was, and what was said after it. Bounded in
   * length whatever it is given, with one question to the model that is counted in `usage`.
   * @throws Error where no model answers as it should, or the signal's reason
   */
  abstract sumUp(earlier: Earlier, said: TranscriptEntry[], usage: Usage, signal: AbortSignal): Promise<Earlier>;

  /** Brings memory up to the transcript. The caller holds the conversation's claim. */
  abstract remember(thread: Thread): Promise<void>;

  /** Drops what is stored of a thread, whatever state it is in. The caller holds the conversation's claim. */
  abstract forget(conversationId: string): Promise<void>;

  /** Loads what the first answer needs, so that it is as fast as the others. */
  abstract warmUp(): Promise<void>;
}

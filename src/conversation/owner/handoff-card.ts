import { shortened } from '../transcript/shortened.js';

/** Why a person is needed: a closed list, so that it can be counted and filtered. */
export type HandoffReason =
  | 'customer_asked'
  | 'cannot_answer'
  | 'complaint'
  | 'other'
  | 'content_hidden'
  | 'model_failed'
  | 'answer_refused'
  | 'no_source'
  | 'effect_unknown'
  | 'approval_needed'
  | 'turn_crashed'
  | 'send_failed'
  | 'window_closed'
  | 'budget';

/** What whoever asks for a person knows; null where nothing is known. */
export interface HandoffNeed {
  reason: HandoffReason;
  /** What happened, where something did, in one line. */
  cause: string | null;
  /** What the customer wants, as the model puts it. */
  summary: string | null;
  tried: string | null;
  nextStep: string | null;
  /** What the person is to approve. */
  toolCall?: CardCall | undefined;
}

/** A call of one of the business's tools that waits for a person. */
export interface CardCall {
  id: string;
  tool: string;
  arguments: object;
  /** What it does, in the owner's words. */
  description: string;
}

/** What the person who takes over reads first. */
export interface HandoffCard {
  reason: HandoffReason;
  /** At most five lines: what happened, then what the customer wants, in the model's words or the customer's last ones. */
  summary: string;
  tried: string | null;
  next_step: string;
  /** The customer's, as an ISO 639-1 code; null where their words are too few to tell. */
  language: string | null;
  /** Only where a call waits for approval. */
  tool_call?: CardCall;
}

const SUMMARY_LINES = 5;
const SUMMARY_LIMIT = 1_000;
const QUOTE_LIMIT = 200;
const OTHER_LIMIT = 500;

/** The suggestion where nobody made a better one. */
const NEXT_STEPS: Readonly<Record<HandoffReason, string>> = {
  customer_asked: 'Take the conversation over and answer.',
  cannot_answer: 'Answer what the assistant could not, and add it to what the assistant knows.',
  complaint: 'Take the conversation over, and say what is done about it.',
  other: 'Read the conversation and answer.',
  content_hidden: 'Open the WhatsApp Business app on the phone, read there, and answer here.',
  model_failed: 'Answer the customer, and hand back once the model works.',
  no_source: 'Answer the customer, and add what was missing to what the assistant knows.',
  effect_unknown: 'Look in your own system whether it was done, do what is missing there, and tell the customer.',
  approval_needed: 'Approve the call, change it or refuse it; the assistant then goes on.',
  answer_refused: 'Answer the customer; the assistant would try the same again.',
  turn_crashed: 'Answer the customer, and tell whoever runs the system.',
  budget: 'Answer the customer; raise the limit in the settings if it is too low.',
  send_failed: 'Look at the reason on the message, and reach the customer another way if need be.',
  window_closed: 'Send a template; free text may follow as soon as the customer writes again.',
};

/**
 * The card of one handoff, whole and within its bounds whatever is known, and without asking a model.
 * @param words the customer's last words, oldest first.
 */
export function makeCard(need: HandoffNeed, words: readonly string[], language: string | null): HandoffCard {
  const { reason, cause, summary, tried, nextStep, toolCall } = need;
  const wish = given(summary)?.split('\n') ?? quotesOf(words, SUMMARY_LINES - 1);
  const lines = [given(cause) ?? [], wish].flat().filter((line) => line.trim() !== '');
  return {
    reason,
    summary: lines.slice(0, SUMMARY_LINES).join('\n').slice(0, SUMMARY_LIMIT).toWellFormed(),
    tried: given(tried)?.slice(0, OTHER_LIMIT).toWellFormed() ?? null,
    next_step: given(nextStep)?.slice(0, OTHER_LIMIT).toWellFormed() ?? NEXT_STEPS[reason],
    language,
    ...(toolCall === undefined ? {} : { tool_call: toolCall }),
  };
}

/** A text with something in it. */
const given = (text: string | null): string | undefined => text?.trim() || undefined;

const quotesOf = (words: readonly string[], most: number): string[] =>
  words.length === 0
    ? ['The customer wrote nothing that can be read here.']
    : words.slice(-most).map((text) => `Customer: "${shortened(text, QUOTE_LIMIT)}"`);

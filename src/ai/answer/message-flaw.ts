import type { AIMessage } from '@langchain/core/messages';
import type { FlawKind } from './flaw.js';

/**
 * The provider's word for why an answer ended, where it did not end well; a word we do not know may mean half an answer.
 * Source: the API's `FinishReason`.
 */
const BY_FINISH_REASON: Readonly<Record<string, FlawKind | null>> = {
  STOP: null,
  FINISH_REASON_UNSPECIFIED: null,
  MAX_TOKENS: 'cut',
  RECITATION: 'recited',
  MALFORMED_FUNCTION_CALL: 'malformed_call',
  UNEXPECTED_TOOL_CALL: 'malformed_call',
  TOO_MANY_TOOL_CALLS: 'malformed_call',
  SAFETY: 'blocked',
  BLOCKLIST: 'blocked',
  PROHIBITED_CONTENT: 'blocked',
  SPII: 'blocked',
  LANGUAGE: 'blocked',
};

/** What is wrong with the model's message as the provider handed it over; its words are looked at later. */
export function flawInMessage(message: AIMessage): FlawKind | null {
  const finish = flawFor(message.response_metadata['finishReason']);
  if (finish !== null) return finish;
  if (!isBlank(message.text) || (message.tool_calls ?? []).length > 0) return null;
  const thought = Array.isArray(message.content) && message.content.some(({ type }) => type === 'thinking');
  return thought ? 'thought_only' : 'blank';
}

/** Blanks, marks of direction and joiners alone show nothing on a phone. */
const isBlank = (text: string): boolean => !/[^\s\p{Cc}\p{Cf}]/u.test(text);

/** The shape in which the client throws an answer without content. */
interface EmptyContent {
  name?: string;
  blockReason?: string;
  finishReason?: string;
}

/** … or as the client threw it; null when that is no answer at all. */
export function flawInError(error: unknown): FlawKind | null {
  const { name, blockReason, finishReason } = error as EmptyContent;
  if (name !== 'EmptyContentError') return null;
  if (blockReason !== undefined) return 'blocked';
  return flawFor(finishReason) ?? 'blank';
}

const flawFor = (finishReason: unknown): FlawKind | null => {
  if (typeof finishReason !== 'string') return null;
  const known = BY_FINISH_REASON[finishReason];
  return known === undefined ? 'cut' : known;
};

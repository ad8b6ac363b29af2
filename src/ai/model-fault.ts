import type { PersonReason } from './assistant.js';

/** Why one request to the model brought no answer. */
export interface ModelFault {
  reason: Extract<PersonReason, 'model_failed' | 'answer_refused'>;
  message: string;
  retryable: boolean;
  /** The provider's own hint, in milliseconds. */
  retryAfterMs: number | null;
}

/** A hint to wait longer than this is not followed: a person is quicker. */
const LONGEST_PAUSE_MS = 5_000;
const RETRYABLE = new Set([408, 429, 500, 502, 503, 504]);

/** The shapes in which the Gemini client reports an error; whatever is missing counts as unknown. */
interface GeminiError {
  name?: string;
  status?: number;
  message?: string;
  errorDetails?: { '@type'?: string; retryDelay?: string }[];
}

/** Reads what went wrong: a safety block is the model's verdict, the rest its weakness. */
export function faultOf(error: unknown): ModelFault {
  const { name, status, message = String(error), errorDetails } = error as GeminiError;
  if (name === 'EmptyContentError' || /block ?reason|finish reason/i.test(message)) {
    return {
      reason: 'answer_refused',
      message: `The model gave no answer: ${message}`,
      retryable: false,
      retryAfterMs: null,
    };
  }
  const retryAfterMs = hintIn(errorDetails);
  const passes = status === undefined || RETRYABLE.has(status);
  return {
    reason: 'model_failed',
    message: `The model failed${status === undefined ? '' : ` with ${status}`}: ${firstLine(message)}`,
    retryable: passes && (retryAfterMs ?? 0) <= LONGEST_PAUSE_MS,
    retryAfterMs,
  };
}

const hintIn = (details: GeminiError['errorDetails']): number | null => {
  const hint = details?.find((detail) => detail['@type']?.endsWith('RetryInfo'))?.retryDelay;
  const seconds = hint === undefined ? NaN : Number.parseFloat(hint);
  return Number.isFinite(seconds) ? seconds * 1_000 : null;
};

/** The provider's texts may repeat the whole request. */
const firstLine = (message: string): string => (message.split('\n')[0] ?? '').slice(0, 300);

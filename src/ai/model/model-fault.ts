/** Why one request to the model brought no answer at all. */
export interface ModelFault {
  message: string;
  retryable: boolean;
  /** The provider is away or overloaded, rather than that it refuses this request. */
  isOutage: boolean;
  /** It calls what it was shown wrong or too large. */
  isRefused: boolean;
  /** The provider's own hint, in milliseconds. */
  retryAfterMs: number | null;
}

/** A hint to wait longer than this is not followed within a turn. */
const LONGEST_PAUSE_MS = 5_000;
const RETRYABLE = new Set([408, 429, 500, 502, 503, 504]);

/** The shapes in which the Gemini client reports an error; whatever is missing counts as unknown. */
interface GeminiError {
  status?: number;
  message?: string;
  errorDetails?: { '@type'?: string; retryDelay?: string }[];
}

/** Reads what went wrong: rate limits, overload, broken connections and garbled bodies may pass, the rest does not. */
export function faultOf(error: unknown): ModelFault {
  const { status, message = String(error), errorDetails } = error as GeminiError;
  const retryAfterMs = hintIn(errorDetails);
  const passes = status === undefined || RETRYABLE.has(status);
  return {
    message: `The model failed${status === undefined ? '' : ` with ${status}`}: ${firstLine(message)}`,
    retryable: passes && (retryAfterMs ?? 0) <= LONGEST_PAUSE_MS,
    isOutage: passes,
    isRefused: status === 400 || status === 413,
    retryAfterMs,
  };
}

/** The model was silent for longer than it may be. */
export const SILENCE: ModelFault = {
  message: 'The model did not answer in time.',
  retryable: false,
  isOutage: true,
  isRefused: false,
  retryAfterMs: null,
};

const hintIn = (details: GeminiError['errorDetails']): number | null => {
  const hint = details?.find((detail) => detail['@type']?.endsWith('RetryInfo'))?.retryDelay;
  const seconds = hint === undefined ? NaN : Number.parseFloat(hint);
  return Number.isFinite(seconds) ? seconds * 1_000 : null;
};

/** The provider's texts may repeat the whole request. */
const firstLine = (message: string): string => (message.split('\n')[0] ?? '').slice(0, 300);

/** Why the platform refused a message, as far as it said. */
export interface Refusal {
  code: number | null;
  message: string;
}

/**
 * What is known after a send was tried. Only `not-sent` may be repeated without a doubt; `unknown` means that the
 * message may have gone out, because the platform was reached and its answer was not.
 */
export type SendOutcome =
  | { kind: 'sent'; externalId: string }
  | { kind: 'not-sent'; refusal: Refusal; retryAfterMs: number | null }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'unknown'; refusal: Refusal };

/** Codes that say "later": nothing was sent. Source: the platform's error table, "back off". */
const LATER = new Set([2, 4, 80007, 130429, 131016, 131056, 131057, 133004]);
/** Codes after which the message may have gone out all the same. Source: the same table, "once, with care". */
const DOUBTFUL = new Set([1, 131000]);

/** Errors that come before the first byte of the request is written. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Reads the platform's answer. The HTTP status is a poor guide (rate limits come as 400), the code decides. */
export function classifyAnswer(status: number, body: unknown, retryAfter: string | null): SendOutcome {
  const externalId = externalIdIn(body);
  if (status === 200 && externalId !== null) return { kind: 'sent', externalId };
  const refusal = refusalIn(body);
  if (status === 429 || (refusal !== null && LATER.has(refusal.code ?? NaN))) {
    return {
      kind: 'not-sent',
      refusal: refusal ?? { code: null, message: 'Too many calls' },
      retryAfterMs: toMs(retryAfter),
    };
  }
  if (refusal === null) return { kind: 'unknown', refusal: { code: null, message: `HTTP ${status} without a reason` } };
  return { kind: DOUBTFUL.has(refusal.code ?? NaN) ? 'unknown' : 'refused', refusal };
}

/** Reads why no answer came: before the request was written nothing can have been sent. */
export function classifyFailure(error: unknown): SendOutcome {
  const cause = (error as { cause?: { code?: string } }).cause;
  const refusal = { code: null, message: cause?.code ?? (error as Error).message };
  return NOT_CONNECTED.has(cause?.code ?? '')
    ? { kind: 'not-sent', refusal, retryAfterMs: null }
    : { kind: 'unknown', refusal };
}

const externalIdIn = (body: unknown): string | null => {
  const id = (body as { messages?: { id?: unknown }[] } | null)?.messages?.[0]?.id;
  return typeof id === 'string' && id !== '' ? id : null;
};

const refusalIn = (body: unknown): Refusal | null => {
  const error = (body as { error?: { code?: unknown; message?: unknown; error_data?: { details?: unknown } } } | null)
    ?.error;
  if (typeof error !== 'object' || error === null) return null;
  const details = error.error_data?.details;
  return {
    code: typeof error.code === 'number' ? error.code : null,
    message: String(typeof details === 'string' && details !== '' ? details : (error.message ?? 'no reason given')),
  };
};

/** Whole seconds; the header's other form, a date, is not used by the platform. */
const toMs = (retryAfter: string | null): number | null =>
  retryAfter !== null && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1_000 : null;

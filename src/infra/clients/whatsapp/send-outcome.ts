import { platformErrorOf } from './error-table.js';
import { NotWritten } from './post-message.js';
import { retryAfterMs } from './retry-after.js';

/** Why the platform refused a message, as far as it said. */
export interface Refusal {
  code: number | null;
  message: string;
}

/**
 * What a refusal means for the message. `later`: nothing was sent, and it may be tried again; `holds` says what else is
 * held until then. `stopped`: nothing of the account goes out until somebody has seen to it. `window-closed`: only a
 * template may be sent. `unknown`: it may have gone out. `refused`: it will not go out as it is; where it holds the
 * number, others wait all the same.
 */
export type Verdict =
  | { kind: 'later'; refusal: Refusal; holds: 'message' | 'customer' | 'number'; retryAfterMs: number | null }
  | { kind: 'stopped'; refusal: Refusal }
  | { kind: 'window-closed'; refusal: Refusal }
  | { kind: 'unknown'; refusal: Refusal }
  | { kind: 'refused'; refusal: Refusal; holds: 'message' | 'number' };

/** What is known after a send was tried. Only `later` and `stopped` may be repeated without a doubt. */
export type SendOutcome = { kind: 'sent'; externalId: string } | Verdict;

/** Reads the platform's answer. The HTTP status is a poor guide (rate limits come as 400), the code decides. */
export function classifyAnswer(status: number, body: unknown, retryAfter: string | null, now: Date): SendOutcome {
  const externalId = externalIdIn(body);
  if (status === 200 && externalId !== null) return { kind: 'sent', externalId };
  const refusal = refusalIn((body as { error?: unknown } | null)?.error);
  const hint = retryAfter === null ? null : retryAfterMs(retryAfter, now);
  if (status === 429) {
    const later = { refusal: refusal ?? { code: null, message: 'Too many calls' }, retryAfterMs: hint };
    return {
      kind: 'later',
      holds: platformErrorOf(later.refusal.code).concerns === 'customer' ? 'customer' : 'number',
      ...later,
    };
  }
  if (refusal === null) return { kind: 'unknown', refusal: { code: null, message: `HTTP ${status} without a reason` } };
  return verdictOn(refusal, hint);
}

/** Reads the errors of a `failed` status. The platform knows that the message did not arrive, so none is in doubt. */
export function classifyReport(errors: unknown): Exclude<Verdict, { kind: 'unknown' }> {
  const refusal = refusalOf(errors);
  const verdict = verdictOn(refusal, null);
  return verdict.kind === 'unknown' ? { kind: 'refused', refusal, holds: 'message' } : verdict;
}

/** What is kept of a failure: a refusal of ours, or the list of errors that a report brought. */
export const refusalOf = (errors: unknown): Refusal =>
  refusalIn(Array.isArray(errors) ? errors[0] : errors) ?? { code: null, message: 'no reason given' };

/** Reads why no answer came: before the request was written nothing can have been sent. */
export function classifyFailure(error: unknown): SendOutcome {
  const { message } = error as Error;
  const refusal = { code: null, message };
  return error instanceof NotWritten
    ? { kind: 'later', refusal, holds: 'message', retryAfterMs: null }
    : { kind: 'unknown', refusal };
}

/** What the error table says of a refusal, wherever it was told. */
const verdictOn = (refusal: Refusal, hintMs: number | null): Verdict => {
  const { action, concerns } = platformErrorOf(refusal.code);
  if (concerns === 'account') return { kind: 'stopped', refusal };
  switch (action) {
    case 'back-off':
      return { kind: 'later', refusal, holds: concerns, retryAfterMs: hintMs };
    case 'care':
      return { kind: 'unknown', refusal };
    case 'template':
      return { kind: 'window-closed', refusal };
    default:
      return { kind: 'refused', refusal, holds: concerns === 'number' ? 'number' : 'message' };
  }
};

const externalIdIn = (body: unknown): string | null => {
  const id = (body as { messages?: { id?: unknown }[] } | null)?.messages?.[0]?.id;
  return typeof id === 'string' && id !== '' ? id : null;
};

const refusalIn = (error: unknown): Refusal | null => {
  if (typeof error !== 'object' || error === null) return null;
  const { code, message, title, error_data } = error as {
    [key in 'code' | 'message' | 'title']?: unknown;
  } & { error_data?: { details?: unknown } | null };
  const words = [error_data?.details, message, title].find((text) => typeof text === 'string' && text !== '');
  return { code: codeIn(code), message: String(words ?? 'no reason given') };
};

/** Some proxies write numbers as text. */
const codeIn = (code: unknown): number | null => {
  if (typeof code === 'string' && /^\d{1,9}$/.test(code)) return Number(code);
  return typeof code === 'number' ? code : null;
};

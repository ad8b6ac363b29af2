/**
 * Three kinds of error, so that one filter can pick the HTTP status and one base class can decide on a retry:
 * the caller's fault, something outside that may work later, and (any other Error) our bug.
 */
export class CallerError extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 416 | 502,
    message: string | string[],
    /** Facts for the caller's program, merged into the answer. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(Array.isArray(message) ? message.join('; ') : message);
    this.fields = Array.isArray(message) ? message : undefined;
  }
  readonly fields: string[] | undefined;
}

/** Something we need is away. The caller may repeat the request after `retryAfterS` seconds. */
export class UnavailableError extends Error {
  constructor(
    message: string,
    readonly retryAfterS = 5,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** There is too much to do; the caller should come back later. There may be too many of them to log each. */
export class BusyError extends UnavailableError {}

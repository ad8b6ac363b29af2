import type { JsonObject } from '../records.js';

/** Google's word and usual sentence for a status. */
const KNOWN: Record<number, [word: string, sentence: string]> = {
  400: ['INVALID_ARGUMENT', 'Request contains an invalid argument.'],
  403: ['PERMISSION_DENIED', 'The caller does not have permission.'],
  404: ['NOT_FOUND', 'Requested entity was not found.'],
  429: ['RESOURCE_EXHAUSTED', 'You exceeded your current quota, please check your plan and billing details.'],
  500: ['INTERNAL', 'An internal error has occurred. Please retry.'],
  503: ['UNAVAILABLE', 'The model is overloaded. Please try again later.'],
  504: ['DEADLINE_EXCEEDED', 'The request timed out.'],
};

/** A refusal in Google's form; a 429 carries `google.rpc.RetryInfo` (7 s unless told). */
export class GoogleError extends Error {
  constructor(
    readonly status: number,
    message = KNOWN[status]?.[1],
    private readonly retryAfterS = status === 429 ? 7 : undefined,
  ) {
    super(message);
  }

  toBody(): JsonObject {
    const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${this.retryAfterS}s` };
    const details = this.retryAfterS === undefined ? undefined : [retry];
    return {
      error: { code: this.status, message: this.message, status: KNOWN[this.status]?.[0] ?? 'UNKNOWN', details },
    };
  }
}

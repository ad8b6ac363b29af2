import { randomText } from '../ids.js';
import type { JsonObject } from '../records.js';

const TITLES: Record<number, string> = {
  2: 'Service temporarily unavailable',
  4: 'Application request limit reached',
  100: 'Invalid parameter',
  190: 'Authentication Error',
  80007: 'Rate limit issues',
  130429: 'Rate limit hit',
  131008: 'Required parameter is missing',
  131009: 'Parameter value is not valid',
  131016: 'Service unavailable',
  131026: 'Message undeliverable',
  131047: 'Re-engagement message',
  131048: 'Spam rate limit hit',
  131051: 'Message type is not currently supported',
  131052: 'Media download error',
  131053: 'Media upload error',
  131056: 'Pair rate limit hit',
  131060: 'Message unavailable',
  132000: 'Template Param Count Mismatch',
  132001: 'Template name does not exist in the translation',
  132005: 'Template Hydrated Text Too Long',
  132012: 'Template Parameter Format Mismatch',
  132015: 'Template is Paused',
  132016: 'Template is Disabled',
  132018: 'Template Param Invalid',
};

export const titleOf = (code: number): string => TITLES[code] ?? 'Something went wrong';

/** A refusal in the platform's own form; decide by `code`, the HTTP status is a poor guide. */
export class GraphError extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    private readonly extra: { details?: string; subcode?: number } = {},
  ) {
    super(message);
  }

  toBody(): JsonObject {
    const { details, subcode } = this.extra;
    return {
      error: {
        message: this.message,
        type: subcode === undefined ? 'OAuthException' : 'GraphMethodException',
        code: this.code,
        error_subcode: subcode,
        error_data: details === undefined ? undefined : { messaging_product: 'whatsapp', details },
        fbtrace_id: `A${randomText(16, 'base64url')}`,
      },
    };
  }
}

/** 400 with the platform's usual sentence for this code. */
export const refused = (code: number, details: string): GraphError =>
  new GraphError(400, code, `(#${code}) ${titleOf(code)}`, { details });

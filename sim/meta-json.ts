import { createHmac } from 'node:crypto';

/**
 * JSON in the bytes Meta puts on the wire: non-ASCII as `\uXXXX` in lower-case hex, slashes as `\/`.
 * A receiver that parses and writes it again gets other bytes, and so another signature.
 */
export function metaJson(body: unknown): string {
  return JSON.stringify(body).replace(/[\u0080-\uffff/]/g, (char) =>
    char === '/' ? String.raw`\/` : String.raw`\u` + char.charCodeAt(0).toString(16).padStart(4, '0'),
  );
}

/** The value of `X-Hub-Signature-256` for this body. */
export const signatureOf = (body: string, appSecret: string): string =>
  `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;

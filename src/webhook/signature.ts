import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const HEADER = /^sha256=([0-9a-f]{64})$/i;

/**
 * Whether `header` (`X-Hub-Signature-256`) signs these very bytes with one of `secrets`. Every secret is tried and
 * compared in constant time, so that the answer's time tells nothing about them.
 */
export function isSigned(body: Uint8Array, header: unknown, secrets: readonly string[]): boolean {
  const hex = typeof header === 'string' ? HEADER.exec(header)?.[1] : undefined;
  if (hex === undefined) return false;
  const given = Buffer.from(hex, 'hex');
  const matches = secrets.map((secret) => timingSafeEqual(given, createHmac('sha256', secret).update(body).digest()));
  return matches.includes(true);
}

/** Compares two words in a time that depends on neither of them. */
export const isSameWord = (given: string, expected: string): boolean =>
  timingSafeEqual(digest(given), digest(expected));

const digest = (word: string): Buffer => createHash('sha256').update(word).digest();

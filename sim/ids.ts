import { randomBytes } from 'node:crypto';

/** Random bytes are drawn in stock: one system call for each id would be most of an id's cost. */
const STOCK = 16_384;
let stock: Buffer = Buffer.alloc(0);

/** So many random bytes as text. */
export function randomText(bytes: number, encoding: 'base64' | 'base64url'): string {
  if (stock.length < bytes) stock = randomBytes(STOCK);
  const text = stock.toString(encoding, 0, bytes);
  stock = stock.subarray(bytes);
  return text;
}

/** Message ids look like the platform's, with `+`, `/` and `=` in them. */
export const newMessageId = (): string => `wamid.HBgL${randomText(34, 'base64')}`;

/**
 * A SHA-256 digest as its 32 bytes, from hexadecimal, base64 or base64url; null for any other form. The platform writes
 * base64 in webhooks and has been seen to write hexadecimal elsewhere.
 */
export function readDigest(text: string): Buffer | null {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex');
  return /^[\w+/-]{43}=?$/.test(trimmed) ? Buffer.from(trimmed, 'base64url') : null;
}

/** A vector as it is kept: whether each number is positive, for a first look, and the numbers themselves in a byte each. */
export interface Vector {
  /** A 1 or a 0 for each number, as Postgres writes a `bit` string. */
  signs: string;
  bytes: Int8Array;
}

const LARGEST_BYTE = 127;

/** Only the direction matters to what is near, so the largest number becomes the largest byte. */
export function vectorOf(values: readonly number[]): Vector {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return {
    signs: values.map((value) => (value > 0 ? '1' : '0')).join(''),
    bytes: Int8Array.from(values, (value) => Math.round((value / largest) * LARGEST_BYTE)),
  };
}

/** How near two directions are: 1 for the same, 0 for nothing in common. */
export function nearness(one: Int8Array, other: Int8Array): number {
  const length = Math.sqrt(product(one, one) * product(other, other));
  return length === 0 ? 0 : product(one, other) / length;
}

function product(one: Int8Array, other: Int8Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}

import { storable } from '../storable.js';
import { stringOf } from '../shape.js';

/** Longest of what has no limit of its own, in UTF-16 units: names, addresses, ids, titles. */
const FIELD_LIMIT = 1_024;

/** Something written, made storable and cut to `limit` UTF-16 units; undefined when there is nothing. */
export const textOf = (value: unknown, limit = FIELD_LIMIT): string | undefined => {
  const text = stringOf(value);
  return text === undefined ? undefined : stringOf(storable(text, limit));
};

/** A finite number, also one written as a string. */
export const numberOf = (value: unknown): number | undefined => {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
};

export const booleanOf = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

/** `members` without those that have no value. */
export function present<T extends object>(members: T): T {
  for (const key of Object.keys(members)) {
    if (Reflect.get(members, key) === undefined) Reflect.deleteProperty(members, key);
  }
  return members;
}

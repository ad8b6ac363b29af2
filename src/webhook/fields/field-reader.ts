import type { Delivery } from '../../conversation/incoming.js';
import { listOf, type Shape, shapeOf } from '../shape.js';

/** Something that is to be kept as it came. */
export interface Aside {
  value: unknown;
  /** Why, in a few words. */
  note: string;
}

/** What the value of one field carries: what we understand of it, and what is to be kept as it came. */
export interface FieldNews extends Partial<Omit<Delivery, 'events'>> {
  aside: Aside[];
}

export type FieldReader = (value: Shape, now: Date) => FieldNews;

/**
 * Reads the items of a list one by one: what `read` gives for an item, and aside each one for which it gives the
 * reason why it cannot be read, and each that breaks it.
 */
export function readItems<T extends object>(
  list: unknown,
  read: (item: Shape) => T | string,
): { items: T[]; aside: Aside[] } {
  const items: T[] = [];
  const aside: Aside[] = [];
  for (const value of listOf(list) ?? []) {
    const item = attempt(value, read);
    if (typeof item === 'string') aside.push({ value, note: item });
    else items.push(item);
  }
  return { items, aside };
}

const attempt = <T extends object>(value: unknown, read: (item: Shape) => T | string): T | string => {
  const shape = shapeOf(value);
  if (shape === undefined) return 'no object';
  try {
    return read(shape);
  } catch {
    return 'unreadable';
  }
};

import type { Json } from '../conversation/incoming.js';
import { type Shape, shapeOf } from './shape.js';
import { storable } from './storable.js';

/** Levels of nesting that are copied; what lies deeper is replaced by a mark. */
const DEPTH_LIMIT = 32;
/** Characters the copy has as JSON text, at most. */
const SIZE_LIMIT = 65_536;
/** Kept free for the marks of what was cut: at most one a level. */
const ROOM_FOR_MARKS = 2_048;
/** No object with more keys than this can fit: a key and its value take four characters or more. */
const KEY_LIMIT = SIZE_LIMIT / 4;
/** The longest a character gets in JSON text: `\u0000`. */
const LONGEST_ESCAPE = 6;
const NEEDS_ESCAPE = /["\\]|\p{Cc}/u;
const CUT = '…[cut]';
const TOO_DEEP = '[cut: too deep]';

/**
 * A copy of parsed JSON that can be stored and hashed: keys sorted, strings storable, at most 32 levels deep and
 * 65,536 characters as JSON text, with a mark wherever something was cut. Takes any parsed JSON, however deep or wide;
 * `__proto__` is a key like any other.
 */
export const boundedJson = (value: unknown): Json => new BoundedCopy().of(value, 0);

/** The same for an object, without the keys in `except`. */
export const boundedRest = (shape: Shape, except: ReadonlySet<string>): { [key: string]: Json } =>
  new BoundedCopy().members(
    shape,
    Object.keys(shape).filter((key) => !except.has(key)),
    1,
  );

class BoundedCopy {
  private left = SIZE_LIMIT - ROOM_FOR_MARKS;

  of(value: unknown, depth: number): Json {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return depth < DEPTH_LIMIT ? this.list(value, depth + 1) : this.text(TOO_DEEP);
    const shape = shapeOf(value);
    if (shape !== undefined)
      return depth < DEPTH_LIMIT ? this.members(shape, Object.keys(shape), depth + 1) : this.text(TOO_DEEP);
    return this.scalar(value);
  }

  /** `fromEntries` defines its keys, so that `__proto__` sets no prototype. */
  members(shape: Shape, keys: readonly string[], depth: number): { [key: string]: Json } {
    const copies: [string, Json][] = [];
    this.left -= 2;
    for (const key of keys.slice(0, KEY_LIMIT).toSorted()) {
      if (this.left <= 0) {
        copies.push(['[cut]', `${keys.length - copies.length} more`]);
        break;
      }
      copies.push([this.text(key), this.of(shape[key], depth)]);
      this.left -= 2;
    }
    return Object.fromEntries(copies);
  }

  private list(values: readonly unknown[], depth: number): Json[] {
    const copies: Json[] = [];
    this.left -= 2;
    for (const value of values) {
      if (this.left <= 0) {
        copies.push(`[cut: ${values.length - copies.length} more]`);
        break;
      }
      copies.push(this.of(value, depth));
      this.left -= 1;
    }
    return copies;
  }

  private text(value: string): string {
    const clean = storable(value);
    const fits = clean.length <= this.left && lengthAsJson(clean) <= this.left;
    const text = fits ? clean : storable(clean, Math.floor(Math.max(this.left, 0) / LONGEST_ESCAPE)) + CUT;
    this.left -= lengthAsJson(text);
    return text;
  }

  private scalar(value: unknown): Json {
    const isJson = typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
    this.left -= String(value).length;
    return isJson ? value : null;
  }
}

const lengthAsJson = (text: string): number =>
  NEEDS_ESCAPE.test(text) ? JSON.stringify(text).length : text.length + 2;

import { performance } from 'node:perf_hooks';

/** A JSON object, as it came. */
export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Milliseconds since 1970 with fractions, on one clock that never steps back; every record carries it. */
export const now = (): number => performance.timeOrigin + performance.now();

/** Unix seconds as the text the platform uses. */
export const unixSeconds = (): string => String(Math.floor(now() / 1000));

/** Most records kept of a kind. */
export const MOST_RECORDS = 50_000;
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * A list that forgets its oldest items beyond 50,000 of them, or beyond so many bytes as counted by the pushes
 * (64 MiB unless told). Push and shift take constant time.
 */
export class BoundedList<T> {
  #items: { value: T; bytes: number }[] = [];
  #first = 0;
  #bytes = 0;

  constructor(
    private readonly maxBytes = MOST_BYTES,
    private readonly forgotten: (value: T) => void = () => {},
  ) {}

  get length(): number {
    return this.#items.length - this.#first;
  }

  push(value: T, bytes = 0): void {
    this.#items.push({ value, bytes });
    this.#bytes += bytes;
    while (this.length > 1 && (this.length > MOST_RECORDS || this.#bytes > this.maxBytes)) {
      const oldest = this.shift();
      if (oldest !== undefined) this.forgotten(oldest);
    }
  }

  shift(): T | undefined {
    const oldest = this.#items[this.#first];
    if (oldest === undefined) return undefined;
    this.#first += 1;
    this.#bytes -= oldest.bytes;
    if (this.#first >= 1024 && this.#first * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return oldest.value;
  }

  /** The items, oldest first; only the newest `last` of them when given. */
  toArray(last = Infinity): T[] {
    const from = Math.max(this.#first, this.#items.length - last);
    return this.#items.slice(from).map((item) => item.value);
  }

  clear(): void {
    this.#items = [];
    this.#first = 0;
    this.#bytes = 0;
  }
}

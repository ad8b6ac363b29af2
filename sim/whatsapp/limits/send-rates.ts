import { MOST_RECORDS } from '../../records.js';
import { TokenBucket } from './token-bucket.js';

/** The platform's pair limit: 45 at once to one customer, paid back at one every 6 seconds. */
const PAIR_BURST = 45;
const PAIR_REFILL_MS = 6_000;

/** How fast the number sends, in all and to each customer; the 50,000 written to last are remembered. */
export class SendRates {
  readonly #pairs = new Map<string, TokenBucket>();
  #all: { perSecond: number; bucket: TokenBucket } | undefined;

  /** Counts one message of the number; false when it is one too many at `now`, in milliseconds. */
  takeThroughput(perSecond: number, now: number): boolean {
    if (perSecond === 0) return true;
    if (this.#all?.perSecond !== perSecond) {
      this.#all = { perSecond, bucket: new TokenBucket(perSecond, 1_000 / perSecond, now) };
    }
    return this.#all.bucket.take(now);
  }

  /** Counts one message to this customer; false when it is one too many. */
  takePair(customer: string, now: number): boolean {
    const pair = this.#pairs.get(customer) ?? new TokenBucket(PAIR_BURST, PAIR_REFILL_MS, now);
    this.#pairs.delete(customer);
    this.#pairs.set(customer, pair);
    const [idlest] = this.#pairs.keys();
    if (this.#pairs.size > MOST_RECORDS && idlest !== undefined) this.#pairs.delete(idlest);
    return pair.take(now);
  }

  reset(): void {
    this.#pairs.clear();
    this.#all = undefined;
  }
}

import { MOST_RECORDS, now } from '../../records.js';
import { isPhone, userIdOf } from '../customer.js';

/** A customer may be written to freely for so long after their last message or call. */
const WINDOW_MS = 24 * 60 * 60 * 1_000;

/** Every name a customer is known by from this one alone. */
const namesOf = (address: string): string[] => {
  const bare = address.replace(/^\+/, '');
  return isPhone(bare) ? [bare, userIdOf(bare)] : [bare];
};

/** When each customer (or group) wrote or called last, by the platform's timestamps: the 50,000 heard from last. */
export class CustomerWindow {
  readonly #heardAt = new Map<string, number>();

  /**
   * A customer wrote or called.
   * @param addresses phone, user id or group id
   * @param timestamp Unix seconds as the platform writes them; one in the future counts as now, none at all as nothing
   */
  heard(addresses: string[], timestamp: unknown): void {
    const seconds = Number(timestamp);
    if (!Number.isFinite(seconds) || timestamp === '' || timestamp === null) return;
    for (const name of addresses.flatMap(namesOf)) {
      const at = Math.max(this.#heardAt.get(name) ?? -Infinity, Math.min(seconds * 1_000, now()));
      this.#heardAt.delete(name);
      this.#heardAt.set(name, at);
    }
    for (const oldest of this.#heardAt.keys()) {
      if (this.#heardAt.size <= 2 * MOST_RECORDS) break;
      this.#heardAt.delete(oldest);
    }
  }

  /** `unknown` where nothing was ever heard of the customer. */
  of(address: string, at = now()): 'open' | 'closed' | 'unknown' {
    const times = namesOf(address).flatMap((name) => this.#heardAt.get(name) ?? []);
    if (times.length === 0) return 'unknown';
    return at - Math.max(...times) < WINDOW_MS ? 'open' : 'closed';
  }

  reset(): void {
    this.#heardAt.clear();
  }
}

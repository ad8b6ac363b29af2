import type { Delivery } from '../incoming.js';

/** Where a channel hands over what it received. */
export abstract class Intake {
  /**
   * Returns when everything in `delivery` is committed, once; repeats are no error.
   * @throws UnavailableError when it cannot be stored now; nothing is acknowledged then.
   */
  abstract receive(delivery: Delivery): Promise<void>;

  /** Deliveries in this process that wait to be stored. */
  abstract get waiting(): number;
}

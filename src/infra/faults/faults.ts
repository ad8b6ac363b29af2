import type { FaultPoint } from './fault-plan.js';

/** Where the code says that it has come to a point at which a test may want something to go wrong. */
export abstract class Faults {
  /** Returns at once, unless a fault is planned for this point; then perhaps late, or never. */
  abstract reach(point: FaultPoint): Promise<void>;
}

/** Nothing goes wrong on purpose: what runs wherever no test asks for something else. */
export class NoFaults extends Faults {
  override async reach(): Promise<void> {}
}

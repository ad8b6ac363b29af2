import type { TurnStanding } from './turn.js';
import { LEASE_MS } from './turn.repository.js';

/** Why a running turn was stopped. */
export type StopReason = 'superseded' | 'claim-lost' | 'given-back';

/** Turns of one burst that may give way to newer messages; the next one answers in any case. */
export const MAX_RESTARTS = 2;

/** How often a running turn renews its lease and looks whether it is still wanted. */
const LOOK_EVERY_MS = 1_000;

export const mustGiveWay = ({ newer, restarts }: TurnStanding): boolean => newer && restarts < MAX_RESTARTS;

/** Thrown by the assistant when the watch stops it. */
export class TurnStopped extends Error {
  constructor(readonly reason: StopReason) {
    super(`The turn was stopped: ${reason}`);
  }
}

/**
 * Keeps a running turn's lease alive and aborts the turn when its claim is gone (the owner changed, an operator
 * spoke), when the customer wrote more, or when the lease ran out because Postgres could not be reached. This only
 * saves time and money: the commit looks again.
 */
export class TurnWatch {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private renewedAt = Date.now();

  constructor(private readonly renew: () => Promise<TurnStanding | null>) {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  stop(reason: StopReason): void {
    this.controller.abort(new TurnStopped(reason));
  }

  end(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    try {
      const standing = await this.renew();
      if (standing === null) this.stop('claim-lost');
      else if (mustGiveWay(standing)) this.stop('superseded');
      this.renewedAt = Date.now();
    } catch {
      if (Date.now() - this.renewedAt > LEASE_MS) this.stop('claim-lost');
    }
  }
}

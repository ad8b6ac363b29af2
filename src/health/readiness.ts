import { Injectable } from '@nestjs/common';

/**
 * Whether this process wants new work: not before all of it has started, and not from the moment a stop is asked for,
 * which is before anything closes.
 */
@Injectable()
export class Readiness {
  private wanted = true;

  get wantsWork(): boolean {
    return this.wanted;
  }

  refuseWork(): void {
    this.wanted = false;
  }

  acceptWork(): void {
    this.wanted = true;
  }
}

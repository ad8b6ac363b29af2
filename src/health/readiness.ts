import { Injectable } from '@nestjs/common';

/** Whether this process wants new work. It says no from the moment a stop is asked for, before anything closes. */
@Injectable()
export class Readiness {
  private leaving = false;

  get isLeaving(): boolean {
    return this.leaving;
  }

  leave(): void {
    this.leaving = true;
  }
}

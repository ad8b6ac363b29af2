import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type FaultPoint, isDue, type PlannedFault } from './fault-plan.js';
import { Faults } from './faults.js';

const STDERR = 2;

/** Node tells when a request of `fetch` has been handed to the system whole; whoever fetches does not learn it. */
const REQUEST_WRITTEN = 'undici:request:bodySent';
/** The messages endpoint of the platform. */
const isSend = (path: string): boolean => path.endsWith('/messages');

/** Lets this process die, freeze or dawdle where it was told to; each time it says so first, on its error output. */
export class PlannedFaults extends Faults {
  private readonly visits = new Map<FaultPoint, number>();
  /** Messages that are claimed and whose request is not out; the endpoint also takes what is no message. */
  private sends = 0;

  constructor(private readonly plan: readonly PlannedFault[]) {
    super();
    subscribe(REQUEST_WRITTEN, (message) => {
      if (this.sends === 0 || !isSend((message as { request: { path: string } }).request.path)) return;
      this.sends -= 1;
      void this.reach('request-written');
    });
  }

  override async reach(point: FaultPoint): Promise<void> {
    if (point === 'before-send') this.sends += 1;
    const visit = (this.visits.get(point) ?? 0) + 1;
    this.visits.set(point, visit);
    const due = this.plan.filter((fault) => fault.point === point && isDue(fault, visit));
    for (const fault of due) await act(fault);
  }
}

/** A signal takes effect before this returns. */
async function act({ point, action, ms }: PlannedFault): Promise<void> {
  writeSync(STDERR, `FAULT ${action} at ${point}\n`);
  if (action === 'delay') await pause(ms);
  else process.kill(process.pid, action === 'kill' ? 'SIGKILL' : 'SIGSTOP');
}

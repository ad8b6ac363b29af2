import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type FaultPoint, isDue, type PlannedFault } from './fault-plan.js';
import { Faults } from './faults.js';

const STDERR = 2;

/** Lets this process die, freeze or dawdle where it was told to; each time it says so first, on its error output. */
export class PlannedFaults extends Faults {
  private readonly visits = new Map<FaultPoint, number>();

  constructor(private readonly plan: readonly PlannedFault[]) {
    super();
  }

  override async reach(point: FaultPoint): Promise<void> {
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

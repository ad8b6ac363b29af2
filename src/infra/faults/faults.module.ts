import { Global, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { plannedFault } from './fault-plan.js';
import { Faults, NoFaults } from './faults.js';

/** The settings allow a plan in tests alone; without one the code that carries it out is not even loaded. */
async function faultsOf({ FAULT_POINTS }: Settings): Promise<Faults> {
  if (FAULT_POINTS.length === 0) return new NoFaults();
  const { PlannedFaults } = await import('./planned-faults.js');
  return new PlannedFaults(FAULT_POINTS.map(plannedFault));
}

@Global()
@Module({ providers: [{ provide: Faults, inject: [Settings], useFactory: faultsOf }], exports: [Faults] })
export class FaultsModule {}

import { checkAnswered, checkSentOnce, checkSettled } from './answered.js';
import { checkCanaries } from './canaries.js';
import { checkFence } from './fence.js';
import { checkOrder } from './order.js';
import type { Run, Violation } from './run.js';
import { checkSteps } from './steps.js';
import { checkStored } from './stored.js';
import { checkTurns } from './turns.js';
import { checkWindow } from './window.js';

const CHECKS: ((run: Run) => Violation[])[] = [
  checkStored,
  checkAnswered,
  checkSentOnce,
  checkSettled,
  checkOrder,
  checkTurns,
  checkFence,
  checkWindow,
  checkSteps,
  checkCanaries,
];

/** Everything that a run must not show, whatever was done to it. Looks at nothing but its argument. */
export const check = (run: Run): Violation[] => CHECKS.flatMap((one) => one(run));

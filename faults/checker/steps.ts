import type { Step } from '../history/dump.js';
import { type Run, type Violation, violations } from './run.js';

/** A status as the platform reports it; whatever was reported may be reported early, late and in any order. */
const REPORTED = ['sent', 'failed', 'delivered', 'read', 'played'];

/** Where a message may go from each status; `new` is a row that begins. */
const MESSAGE_STEPS: Record<string, readonly string[]> = {
  new: ['queued', ...REPORTED],
  queued: ['sending', 'cancelled', ...REPORTED],
  sending: ['queued', 'unconfirmed', 'cancelled', ...REPORTED],
  unconfirmed: ['queued', 'cancelled', ...REPORTED],
  cancelled: REPORTED,
  sent: ['failed', 'delivered', 'read', 'played'],
  failed: ['queued', 'delivered', 'read', 'played'],
  delivered: ['read', 'played'],
  read: ['played'],
  played: [],
};

const ENDED = ['answered', 'silent', 'superseded', 'cancelled', 'handed_over', 'failed'];
const TURN_STEPS: Record<string, readonly string[]> = { new: ['running', ...ENDED], running: ENDED };

const isLegal = ({ of, from, to }: Step): boolean =>
  ((of === 'message' ? MESSAGE_STEPS : TURN_STEPS)[from ?? 'new'] ?? []).includes(to);

/** Messages climb the ladder, and turns end once. */
export const checkSteps = ({ dump }: Run): Violation[] =>
  violations(
    'steps',
    dump.steps
      .filter((step) => step.from !== step.to && !isLegal(step))
      .map(({ of, id, from, to }) => `${of} ${id} went from ${from ?? 'new'} to ${to}`),
  );

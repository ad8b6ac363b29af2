/** Moments in the life of a message at which a test may let a process die, freeze or dawdle. */
export const FAULT_POINTS = [
  /** A webhook is stored and not yet acknowledged. */
  'after-insert',
  /** Around the commit of every transaction. */
  'before-commit',
  'after-commit',
  /** A turn is claimed, and nothing of it is done. */
  'after-claim',
  /** A message is claimed for sending, and nothing of it has left. */
  'before-send',
  /** The request to the platform is out, its answer is not read. */
  'request-written',
  /** The platform's answer is read, nothing of it is kept. */
  'response-read',
  /** It is known what became of a send, and not stored. */
  'before-record',
  /** An effect of the business's tools has come, and nothing of it is kept. */
  'before-tool-record',
  /** The assistant's tools have run, and the model does not know. */
  'after-tool',
  /** The assistant's memory is about to be stored. */
  'before-checkpoint',
  /** A takeover is committed and not yet answered. */
  'mid-takeover',
  /** A sweep has woken bursts and holds its lock. */
  'mid-sweep',
] as const;

export type FaultPoint = (typeof FAULT_POINTS)[number];

/** One thing that is to happen at a point. */
export interface PlannedFault {
  point: FaultPoint;
  action: 'kill' | 'stop' | 'delay';
  /** Of a delay, in milliseconds. */
  ms: number;
  /** The visit of the point at which it happens, counted from 1. */
  visit: number;
  /** Whether it happens at every later visit too. */
  repeats: boolean;
}

/** `point=kill`, `point=stop` or `point=delay:<ms>`, then `@<visit>` (1 unless told), then `+` for every later one too. */
export const PLANNED_FAULT = new RegExp(
  `^(${FAULT_POINTS.join('|')})=(?:(kill|stop)|delay:(\\d{1,6}))(?:@([1-9]\\d{0,6})(\\+)?)?$`,
);

/** Reads one planned fault; its form has been checked. */
export function plannedFault(text: string): PlannedFault {
  const [, point, signal, ms = '0', visit = '1', plus] = PLANNED_FAULT.exec(text) ?? [];
  return {
    point: point as FaultPoint,
    action: (signal as 'kill' | 'stop' | undefined) ?? 'delay',
    ms: Number(ms),
    visit: Number(visit),
    repeats: plus !== undefined,
  };
}

/** Whether the fault happens at this visit of its point. */
export const isDue = ({ visit, repeats }: PlannedFault, now: number): boolean =>
  repeats ? now >= visit : now === visit;

import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of the kernel's clock a second, as user space sees it on every Linux (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;

interface ProcessTimes {
  parent: number;
  /** CPU seconds of the process itself, and of its children that have ended. */
  own: number;
  endedChildren: number;
}

/** Reads the line of `/proc/<pid>/stat`; the program's name in it may hold anything, also blanks and brackets. */
export function readTimes(stat: string): ProcessTimes {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const seconds = (from: number): number => (Number(fields[from]) + Number(fields[from + 1])) / TICKS_PER_SECOND;
  return { parent: Number(fields[1]), own: seconds(11), endedChildren: seconds(13) };
}

/** CPU seconds that a process and all its children, living and ended, have used since they began. */
export function cpuSeconds(pid: number): number {
  const { own, endedChildren } = timesOf(pid);
  return childrenOf(pid).reduce((total, child) => total + timesOf(child).own, own + endedChildren);
}

/** Memory in MB that a process and its children hold; what processes share counts in equal parts (PSS). */
export function memoryMb(pid: number): number {
  return [pid, ...childrenOf(pid)].reduce((total, one) => total + pssKb(one) / 1_024, 0);
}

const NO_TIMES: ProcessTimes = { parent: 0, own: 0, endedChildren: 0 };

/** A process that has just ended counts nothing: its parent has its times then. */
function timesOf(pid: number): ProcessTimes {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  return stat === '' ? NO_TIMES : readTimes(stat);
}

export function parentOf(pid: number): number {
  return timesOf(pid).parent;
}

/** Processes that this one has started and that live. */
export function childrenOf(pid: number): number[] {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return pids.filter((child) => timesOf(child).parent === pid);
}

const pssKb = (pid: number): number =>
  Number(/^Pss:\s+(\d+) kB/m.exec(readOrNothing(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import path from 'node:path';

/** The process that runs one server. */
export interface Postmaster {
  pid: number;
  /** 0 while it has not said yet. */
  port: number;
}

/**
 * What the server on the data directory `data` wrote about itself: line 1 is its process, line 4 its port. The note
 * goes when the server ends, and stays behind when it is killed.
 */
export function readPostmaster(data: string): Postmaster | undefined {
  if (!existsSync(noteIn(data))) return undefined;
  const lines = readFileSync(noteIn(data), 'utf8').split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3] ?? 0) };
}

/**
 * Whether the server that the note tells of may still run. A note is removed when its process number belongs to another
 * program by now, because PostgreSQL would refuse to start beside it; never while one of its processes is left.
 */
export function isRunning(data: string): boolean {
  const postmaster = readPostmaster(data);
  if (postmaster === undefined || !isAlive(postmaster.pid)) return false;
  if (mayBeWorkedIn(data)) return true;
  rmSync(noteIn(data), { force: true });
  return false;
}

/** Sends a signal; that the process is gone already is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const noteIn = (data: string): string => path.join(data, 'postmaster.pid');

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Every PostgreSQL process works in its data directory. Where the kernel does not show that, it may be so. */
function mayBeWorkedIn(data: string): boolean {
  if (!existsSync('/proc/self/cwd')) return true;
  return readdirSync('/proc').some((pid) => /^\d+$/.test(pid) && workingDirectory(pid) === data);
}

function workingDirectory(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';

/**
 * Reads process numbers line by line; at the end of its input it ends the last of them, or $0 where there was none (at
 * once after five seconds), and removes directory $1, with what is mounted there.
 */
const GUARD = `
  pid=$0
  while read -r next; do pid=$next; done
  kill -INT "$pid"
  n=0
  while kill -0 "$pid" && [ $n -lt 50 ]; do sleep 0.1; n=$((n + 1)); done
  kill -KILL "$pid"
  umount -l "$1"
  rm -rf "$1"`;

/** Waits for the end of its input, then lets the processes named go on. */
const THAW = `
  read -r _
  kill -CONT "$0" "$@"`;

/** Ties a server and its directory to this process. */
export interface Guard {
  /** The server runs as another process from now on. */
  follow(pid: number): void;
  /** Ends the server and removes the directory. */
  end(): Promise<void>;
}

/** The server and its directory go when {@link Guard.end} is called, and otherwise when we end, even by `kill -9`. */
export function guard(pid: number, directory: string): Guard {
  const { input, end } = afterUs(GUARD, String(pid), directory);
  return { follow: (next) => void input.write(`${next}\n`), end };
}

/**
 * Freezes processes until the returned function is called, or this process ends. A process that is gone by then is no
 * error.
 */
export function freeze(pids: readonly number[]): () => Promise<void> {
  const [first, ...others] = pids;
  if (first === undefined) return async () => undefined;
  const { end } = afterUs(THAW, String(first), ...others.map(String));
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  return end;
}

/** Runs a shell script whose input ends when `end` is called, or when this process does. */
function afterUs(script: string, ...args: string[]): { input: Writable; end: () => Promise<void> } {
  const shell = spawn('sh', ['-c', script, ...args], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  const gone = once(shell, 'exit');
  shell.unref();
  const end = async (): Promise<void> => {
    shell.ref();
    shell.stdin.end();
    await gone;
  };
  return { input: shell.stdin, end };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Waits for the end of its input, then ends process $0 (at once after five seconds) and removes directory $1. */
const GUARD = `
  read -r _
  kill -INT "$0"
  n=0
  while kill -0 "$0" && [ $n -lt 50 ]; do sleep 0.1; n=$((n + 1)); done
  kill -KILL "$0"
  rm -rf "$1"`;

/**
 * Ties a server and its directory to this process: both go when the returned function is called, and otherwise when
 * this process ends, even by `kill -9`. The function resolves when they are gone.
 */
export function guard(pid: number, directory: string): () => Promise<void> {
  const shell = spawn('sh', ['-c', GUARD, String(pid), directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const gone = once(shell, 'exit');
  shell.unref();
  return async () => {
    shell.stdin.end();
    await gone;
  };
}

import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from '../../sim/until.js';

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 25_000;

/** A child process of ours. */
export interface Program {
  pid: number;
  /** Asks it to end, and ends it after 25 seconds if it has not. */
  stop(): Promise<void>;
}

/** The build directory; benchmarks run from it. */
const BUILT = new URL('../../', import.meta.url);
export const builtFile = (path: string): string => fileURLToPath(new URL(path, BUILT));

/**
 * Starts a program whose output goes to our error output. Its directory is `cwd`, so that no `.env` of ours is read,
 * and of our environment it gets `PATH` alone.
 * @param answers asked until it says true.
 * @throws Error when it ends or does not answer within 30 seconds.
 */
export async function startProgram(
  command: string,
  args: string[],
  options: { cwd: string; env?: Record<string, string> },
  answers: () => Promise<boolean>,
): Promise<Program> {
  const { PATH = '' } = process.env;
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { PATH, ...options.env },
    stdio: ['ignore', process.stderr, process.stderr],
  });
  child.on('error', () => undefined);
  const ready = await until(async () => child.exitCode !== null || (await answers()), START_LIMIT_MS);
  if (ready && child.exitCode === null && child.pid !== undefined) return { pid: child.pid, stop: () => end(child) };
  await end(child);
  throw new Error(`${command} ${args.join(' ')} did not start`);
}

/** Whether an HTTP address answers 200. */
export const answersAt = (url: string) => (): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

/** Runs a script of the build with one order in JSON, and returns the one message it sends back. */
export async function ask<Answer>(script: string, order: object): Promise<Answer> {
  const child = fork(builtFile(script), [JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  try {
    const [answer] = (await Promise.race([once(child, 'message'), failure(child, script)])) as [Answer];
    return answer;
  } finally {
    child.kill();
  }
}

async function failure(child: ChildProcess, script: string): Promise<never> {
  await once(child, 'exit');
  throw new Error(`${script} ended without an answer`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await ended;
  clearTimeout(limit);
}

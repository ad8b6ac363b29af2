import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { refusalOf } from '../sim/loopback.js';
import { until } from '../sim/until.js';

/** The programs of the build, as production and `npm start` run them. */
const PROGRAMS = { main: 'main.js', worker: 'worker.js', launcher: 'sim/start.js' };
const ROOT = new URL('../', import.meta.url);
/** The build, which this file may be a part of; processes run in it, because no `.env` is there. */
const DIST = ROOT.pathname.endsWith('/dist/') ? ROOT : new URL('dist/', ROOT);
type Program = keyof typeof PROGRAMS;

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** One process of the system, started by a test. */
export interface OwnProcess {
  /** Where its HTTP or its probes listen. */
  url: string;
  pid: number;
  /** What it wrote so far, the last 200,000 characters of it. */
  output(): string;
  /** Sends the signal; does nothing when the process has ended. */
  signal(name: NodeJS.Signals): void;
  /** Resolves when it ends; rejects when that takes longer than `limitMs`. */
  exit(limitMs?: number): Promise<Exit>;
}

const READY_LIMIT_MS = 120_000;
/** A look costs as much as a request, while whoever starts has better to do. */
const LOOK_EVERY_MS = 75;
const EXIT_LIMIT_MS = 20_000;
const MOST_OUTPUT = 200_000;

/** Ends a process whose test run is gone without a word, so that none is left behind. */
export const END_WITH_PARENT = `data:text/javascript,const parent = process.ppid;
setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), 1000).unref();`;

/** Below the range from which systems take the ports of outgoing connections. */
const PORTS = { from: 20_000, to: 32_000 };

/** Whoever was given one may not listen on it yet. */
const given = new Set<number>();

/** A loopback port nobody listens on, that no outgoing connection will take meanwhile, and that nobody else is given. */
export async function unusedPort(): Promise<number> {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from));
    if (given.has(port)) continue;
    given.add(port);
    if ((await refusalOf(port)) === null) return port;
  }
}

/** Whatever still runs; nothing of it outlives this process. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => void child.kill('SIGKILL')));

/** The processes of one test file; {@link killAll} ends whatever still runs. */
export class Processes {
  private readonly children: ChildProcess[] = [];

  /** @param heard is told whatever any of them writes. */
  constructor(private readonly heard: (text: string) => void = () => undefined) {}

  /** Starts a program on a port of its own and waits until it is ready, or has ended where it `mayEnd`. */
  async start(program: Program, env: Record<string, string>, mayEnd = false): Promise<OwnProcess> {
    const started = await this.launch(program, env);
    const ended = started.exit(READY_LIMIT_MS).then(
      () => mayEnd,
      () => false,
    );
    const isReady = until(
      async () => (await statusOf(`${started.url}/health/ready`)) === 200 || pause(LOOK_EVERY_MS, false),
      READY_LIMIT_MS,
    );
    if (await Promise.race([isReady, ended])) return started;
    throw new Error(`${PROGRAMS[program]} did not become ready. It wrote:\n${started.output()}`);
  }

  /** Starts a program on a port of its own, or on the one that `env` names, and does not wait. */
  async launch(program: Program, env: Record<string, string>): Promise<OwnProcess> {
    const setting = program === 'worker' ? 'PROBE_PORT' : 'PORT';
    const port = Number(env[setting] ?? 0) || (await unusedPort());
    const file = fileURLToPath(new URL(PROGRAMS[program], DIST));
    const child = spawn(process.execPath, ['--import', END_WITH_PARENT, file], {
      cwd: fileURLToPath(DIST),
      env: { PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', ...env, [setting]: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.children.push(child);
    running.add(child);
    child.once('exit', () => running.delete(child));
    return processOf(child, `http://127.0.0.1:${port}`, this.heard);
  }

  async killAll(): Promise<void> {
    const left = this.children.filter((child) => running.has(child));
    const ends = left.map((child) => once(child, 'exit'));
    for (const child of left) child.kill('SIGKILL');
    await Promise.all(ends);
  }
}

function processOf(child: ChildProcess, url: string, heard: (text: string) => void): OwnProcess {
  let output = '';
  const note = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-MOST_OUTPUT);
    heard(chunk.toString());
    if (process.env['TEST_LOG_LEVEL'] !== undefined) process.stdout.write(chunk);
  };
  child.stdout?.on('data', note);
  child.stderr?.on('data', note);
  child.on('error', (error) => note(Buffer.from(String(error))));
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }) as Exit);
  return {
    url,
    pid: child.pid ?? 0,
    output: () => output,
    signal: (name) => void child.kill(name),
    exit: async (limitMs = EXIT_LIMIT_MS) => {
      let exit: Exit | undefined;
      void ended.then((how) => (exit = how));
      if (!(await until(() => exit !== undefined, limitMs)) || exit === undefined)
        throw new Error(`${url} still runs after ${limitMs} ms. It wrote:\n${output}`);
      return exit;
    },
  };
}

/** The HTTP status of a GET, on a connection of its own; null when there is no answer within three seconds. */
export async function statusOf(url: string): Promise<number | null> {
  return fetch(url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(3_000) }).then(
    async (response) => {
      await response.text();
      return response.status;
    },
    () => null,
  );
}

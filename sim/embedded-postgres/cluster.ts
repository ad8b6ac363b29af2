import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Account, accountFor, advice } from './account.js';
import type { Binaries } from './binaries.js';

/** The files of one server, in PostgreSQL's word a cluster: `<dataDir>/postgres-18/{data,password}`. */
export interface Cluster {
  /** PostgreSQL's own data directory, absolute and without symlinks. */
  data: string;
  password: string;
  account: Account;
}

const INITDB_LIMIT_MS = 120_000;
const run = promisify(execFile);

/**
 * Opens the cluster in `dataDir`, and makes it on the first start. It is made under another name and renamed when
 * complete, so an interrupted start leaves nothing that a later one would take for a database.
 */
export async function openCluster(dataDir: string, binaries: Binaries, durable: boolean): Promise<Cluster> {
  const home = path.resolve(dataDir, 'postgres-18');
  if (!existsSync(home)) await makeCluster(home, binaries, durable);
  const account = accountFor(home);
  return { data: realpathSync(dataIn(home)), password: readFileSync(passwordIn(home), 'utf8').trim(), account };
}

const dataIn = (home: string): string => path.join(home, 'data');
const passwordIn = (home: string): string => path.join(home, 'password');

async function makeCluster(home: string, binaries: Binaries, durable: boolean): Promise<void> {
  const unfinished = `${home}.unfinished`;
  try {
    // Others may pass through the directory above; what is in ours is for its owner alone.
    mkdirSync(path.dirname(home), { recursive: true });
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { mode: 0o700 });
    await initialize(unfinished, binaries, durable);
    renameSync(unfinished, home);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.trim() : String(cause);
    throw new Error(
      `The embedded PostgreSQL could not make its files in ${path.dirname(home)}: ${reason}\n${advice()}`,
      { cause },
    );
  }
}

async function initialize(home: string, binaries: Binaries, durable: boolean): Promise<void> {
  writeFileSync(passwordIn(home), `${randomBytes(18).toString('base64url')}\n`, { mode: 0o600 });
  const account = accountFor(home);
  const files = ['-D', dataIn(home), `--pwfile=${passwordIn(home)}`];
  const access = ['-U', 'app', '-A', 'scram-sha-256', '--no-instructions'];
  // Letters of every script have upper and lower case, and the order does not depend on the machine's C library.
  const text = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const speed = durable ? [] : ['--no-sync'];
  const [file, args] = account.command(binaries.initdb, [...files, ...access, ...text, ...speed]);
  await run(file, args, { ...account.identity, timeout: INITDB_LIMIT_MS, cwd: home });
}

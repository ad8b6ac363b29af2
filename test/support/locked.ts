import { Client } from 'pg';
import type { TestSystem } from './system.js';

/** Locks what `statement` locks, in a transaction of its own; returns what ends it. Ours wait 1.5 s for a lock. */
export async function lock(
  { env }: TestSystem,
  statement: string,
  values: unknown[] = [],
): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: env['DB_URL'] });
  await client.connect();
  await client.query('begin');
  await client.query(statement, values);
  return () => client.end();
}

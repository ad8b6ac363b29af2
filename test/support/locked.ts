import { Client } from 'pg';
import type { TestSystem } from './system.js';

/** Runs `statement` in a transaction of its own, which holds its locks; returns what commits it. Ours wait 1.5 s. */
export async function lock(
  { env }: TestSystem,
  statement: string,
  values: unknown[] = [],
): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: env['DB_URL'] });
  await client.connect();
  await client.query('begin');
  await client.query(statement, values);
  return async () => {
    await client.query('commit');
    await client.end();
  };
}

/** Whether a statement of ours waits for somebody's lock. */
export const isWaiting = async ({ rows }: TestSystem): Promise<boolean> =>
  (await rows(`select 1 from pg_locks where not granted`)).length > 0;

import type { Pool, PoolClient } from 'pg';

/** What pg says of a statement that got no answer within `query_timeout`. */
const SILENCE = 'Query read timeout';

/**
 * Where one line died without a word, after a failover or behind a firewall that forgot it, its neighbours are dead too,
 * and each would cost somebody a time-out. So when a line is given back on which no answer came, those that lie idle are
 * closed with it; whoever comes next opens a new one.
 */
export function closeDeadLines(pool: Pool): void {
  const idle = new Set<PoolClient>();
  for (const event of ['acquire', 'remove'] as const) pool.on(event, (client) => idle.delete(client));
  pool.on('release', (error: unknown, client) => {
    if (!error) idle.add(client);
    else if (error instanceof Error && error.message === SILENCE)
      for (const neighbour of idle) neighbour.emit('error', error);
  });
}

import type { Pool, PoolClient } from 'pg';

/** How often a connection that only listens is asked for a sign of life. */
const LOOK_EVERY_MS = 5_000;

/**
 * Finds connections that died without a word. A connection that waits for notifications sends nothing itself, so after
 * a failover, or behind a firewall that forgot it, it would wait for good, and its worker would see new jobs only when
 * it polls. Each connection that somebody keeps is asked to answer a statement; one that does not, within the pool's
 * `query_timeout`, is reported to its keeper as broken, who then opens another.
 * @returns a function that ends the watch.
 */
export function watchListeners(pool: Pool): () => void {
  const keptSince = new Map<PoolClient, number>();
  pool.on('acquire', (client) => keptSince.set(client, Date.now()));
  pool.on('release', (_error, client) => keptSince.delete(client));

  const look = async (client: PoolClient): Promise<void> => {
    try {
      await client.query('select 1');
    } catch (error) {
      if (keptSince.has(client)) client.emit('error', error);
    }
  };
  const timer = setInterval(() => {
    for (const [client, since] of keptSince) if (Date.now() - since >= LOOK_EVERY_MS) void look(client);
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

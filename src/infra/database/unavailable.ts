/** Node's words for a server that cannot be reached or has hung up. */
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/**
 * PostgreSQL classes (its appendix A): 08 connection, 53 resources exhausted, 57 operator intervention (shutdown,
 * recovery, statement timeout), 58 system error; and a replica that takes no writes, a lock not had in time, an idle
 * transaction cut off.
 */
const SQLSTATE = /^(?:(?:08|53|57|58)[0-9A-Z]{3}|25006|25P03|55P03)$/;

/** pg and pg-pool say these in words alone; the last two come from a pool that is shutting down. */
const WORDS = [
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Query read timeout',
  'Connection terminated',
  'Client has encountered a connection error',
  'Client was closed',
  'Cannot use a pool after calling end',
];

/**
 * Whether `error` says that the database is away or too busy, so that the same work may succeed in a moment. Knows
 * the errors of pg and pg-pool, also as TypeORM repeats them; an error in the statement itself is never one.
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (NETWORK.has(code) || SQLSTATE.test(code))) return true;
  return WORDS.some((words) => error.message.startsWith(words));
}

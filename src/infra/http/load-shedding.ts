import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { onRequestHookHandler } from 'fastify';
import { BusyError } from '../errors.js';

/** How much a process that serves HTTP has to do at this moment. */
export interface Load {
  /** How late it gets to what is due, in milliseconds. */
  loopDelayMs: number;
  /** Webhooks in memory that wait to be stored. */
  waitingToBeStored: number;
  /** Statements that wait for a connection to the database. */
  waitingForDatabase: number;
}

/** Who asks: an operator who reads, one who acts, or the platform. */
export type Caller = 'read' | 'write' | 'webhook';

/** Seconds after which a caller may try again. */
const RETRY_AFTER_S = 2;

/**
 * The load up to which each is served. Readers give way first and lose nothing by it. The platform comes last: it
 * repeats what it was not answered, and that queue is not ours to fill. Its own queue here says no by itself when it is
 * full, and its statements are few, whoever else waits.
 */
const MOST: Record<Caller, Load> = {
  read: { loopDelayMs: 250, waitingToBeStored: 500, waitingForDatabase: 200 },
  write: { loopDelayMs: 750, waitingToBeStored: 2_500, waitingForDatabase: 1_000 },
  webhook: { loopDelayMs: 2_000, waitingToBeStored: Infinity, waitingForDatabase: Infinity },
};

/** Whether a caller of this kind is turned away, so that those behind it in this table are served. */
export const isShed = (caller: Caller, load: Load): boolean => {
  const most = MOST[caller];
  return (
    load.loopDelayMs > most.loopDelayMs ||
    load.waitingToBeStored > most.waitingToBeStored ||
    load.waitingForDatabase > most.waitingForDatabase
  );
};

/** Null for what is never turned away: probes, health, figures, and paths nobody serves. */
export function callerOf(method: string, path: string): Caller | null {
  if (path.startsWith('/api/')) return method === 'GET' || method === 'HEAD' ? 'read' : 'write';
  return path === '/webhook' || path.startsWith('/webhook?') ? 'webhook' : null;
}

/**
 * Answers 503 with `Retry-After` to whom the load leaves no room for, before anything of the request is read. Call it
 * before anything else hangs on requests.
 * @param shed is told whom
 */
export function shedLoad(app: NestFastifyApplication, load: () => Load, shed: (caller: Caller) => void): void {
  const turnAway: onRequestHookHandler = ({ method, url }, _reply, done) => {
    const caller = callerOf(method, url);
    if (caller === null || !isShed(caller, load())) return done();
    shed(caller);
    done(new BusyError('Too much to do at the moment', RETRY_AFTER_S));
  };
  app.getHttpAdapter().getInstance().addHook('onRequest', turnAway);
}

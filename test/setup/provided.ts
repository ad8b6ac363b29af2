import type { RedisSource } from '../../lab/redis-program.js';

/** What the setup of a run hands to the test files; read with vitest's `inject`. */
declare module 'vitest' {
  interface ProvidedContext {
    /** Where the queue is in this run of the file. */
    lane: 'postgres' | 'redis';
    database: DatabaseSource;
    redis: RedisSource;
  }
}

export interface DatabaseSource {
  /** Connection string that may create databases. */
  url: string;
  /** A migrated database to copy. */
  template: string;
}

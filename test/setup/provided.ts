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

/** A program to start, a server that is there already, or the reason why there is neither. */
export type RedisSource = { program: string } | { uri: string } | { missing: string };

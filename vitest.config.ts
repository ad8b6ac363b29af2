import { defineConfig } from 'vitest/config';
import { ClosingLine } from './test/setup/closing-line.js';
import { LanesWithServers } from './test/setup/lanes.js';

// Vite's own transform emits decorators and their metadata; no compiler plugin is needed.
const oxc = { decorator: { legacy: true, emitDecoratorMetadata: true } };

/** The same files against real servers, with the queue on Postgres or on Redis. */
const lane = (queue: 'postgres' | 'redis') => ({
  oxc,
  test: {
    name: `${queue} queue`,
    environment: 'node',
    include: ['test/**/*.test.ts'],
    pool: 'forks' as const,
    globalSetup: ['test/setup/servers.ts'],
    provide: { lane: queue },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

export default defineConfig({
  oxc,
  test: {
    // Most tests wait most of the time; more of them at once would starve those that measure.
    maxWorkers: 3,
    // Loading the system costs a second; the files of one worker share it. What they change, each makes for itself.
    isolate: false,
    reporters: ['default', new ClosingLine()],
    sequence: { sequencer: LanesWithServers },
    projects: [
      { oxc, test: { name: 'unit', environment: 'node', include: ['{src,sim,bench}/**/*.spec.ts'], pool: 'forks' } },
      lane('postgres'),
      lane('redis'),
    ],
  },
});

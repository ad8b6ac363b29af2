import { defineConfig } from 'vitest/config';
import { ClosingLine } from './test/setup/closing-line.js';
import { LanesWithServers } from './test/setup/lanes.js';

// Vite's own transform emits decorators and their metadata; no compiler plugin is needed.
const oxc = { decorator: { legacy: true, emitDecoratorMetadata: true } };

/** Loading the system costs seconds; the files of one worker share it. What they change, each makes for itself. */
const SHARED = { environment: 'node', pool: 'forks' as const, isolate: false };

/** Nothing in these depends on where the queue is. */
const ONE_LANE = ['test/processes-refusals.test.ts', 'test/processes-launcher.test.ts'];

/** The same files against real servers, with the queue on Postgres or on Redis. */
const lane = (queue: 'postgres' | 'redis') => ({
  oxc,
  test: {
    ...SHARED,
    name: `${queue} queue`,
    include: ['test/**/*.test.ts'],
    exclude: queue === 'postgres' ? [] : ONE_LANE,
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
    maxWorkers: 4,
    reporters: ['default', new ClosingLine()],
    sequence: { sequencer: LanesWithServers },
    projects: [
      { oxc, test: { ...SHARED, name: 'unit', include: ['{src,sim,lab,bench,faults,eval}/**/*.spec.ts'] } },
      lane('postgres'),
      lane('redis'),
    ],
  },
});

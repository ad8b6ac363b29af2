import { rmSync } from 'node:fs';
import { build } from 'rolldown';

/**
 * `node bundle.mjs [dist]`: makes the programs of production out of what the compiler left in `dist`, each with all it
 * imports in some files beside it. A process that opens these in place of thirteen hundred starts with half the work.
 */
const [dist = 'dist'] = process.argv.slice(2);

/** Libraries ask for companions that are not installed here, and do without them. */
const isMissingCompanion = ({ code, id = '' }) => code === 'UNRESOLVED_IMPORT' && id.includes('node_modules');

/**
 * Every module is wrapped in a function that runs when it is wanted, which is at the start for nearly all. V8 reads such a
 * function twice, unless it stands in brackets; of Node 20 that holds for `function`, not for an arrow.
 */
const readOnce = {
  name: 'read-once',
  renderChunk: (code) =>
    code
      .replaceAll(/__esmMin\(\((async )?\(\) => \{/g, '__esmMin(($1function () {')
      .replaceAll(/__commonJSMin\(\(\(([\w$, ]*)\) => \{/g, '__commonJSMin((function ($1) {'),
};

rmSync(`${dist}/chunks`, { recursive: true, force: true });
await build({
  input: { main: `${dist}/src/main.js`, worker: `${dist}/src/worker.js` },
  platform: 'node',
  // pino starts a thread from a file of its own; TypeORM loads pg by a name made at run time, and ours has to be the same.
  external: ['pino', 'pg'],
  plugins: [readOnce],
  onLog: (_level, log, handle) => isMissingCompanion(log) || handle('error', log),
  output: {
    dir: dist,
    chunkFileNames: 'chunks/[name].js',
    keepNames: true,
    // V8 holds on to a file's source, at two bytes a letter where one of them needs two.
    comments: false,
    charset: 'ascii',
    // What V8 takes to read a large file it gives back to the system badly.
    codeSplitting: { groups: [{ name: 'part', maxSize: 400_000, entriesAware: true }] },
    strictExecutionOrder: true,
  },
});

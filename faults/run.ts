import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { markdownTable } from '../lab/table.js';
import { Teardown } from '../lab/teardown.js';
import { ROWS } from './rows.js';
import { Random } from './stage/random.js';
import { DatabaseServer } from './stage/servers.js';
import { type Row, Trial } from './trial.js';

/**
 * `npm run faults [-- --long] [--row 1,12]`: breaks the build row by row of the catalogue, and says what was seen.
 * `FAULT_SEED` draws the same workload and the same faults again. The exit code is 1 when a row missed its bar.
 * Several rows run at a time, each on scenes of its own, the slow ones first; those that measure time run last, two at a
 * time or alone.
 */
const { values } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    /** Gives up soon on what does not come about. */
    hasty: { type: 'boolean', default: false },
    row: { type: 'string' },
  },
});
const seed = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000_000);
/** The long form has three workers to a scene. */
const most = values.long ? 2 : 4;
const rows = chosen(values.row).toSorted(
  (a, b) => bears(b) - bears(a) || Number(b.slow ?? false) - Number(a.slow ?? false),
);

const teardown = new Teardown();
const form = values.long ? 'long' : 'short';
print(`${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}`);
print(`FAULT_SEED=${seed}, ${form} form, ${rows.length} of ${ROWS.length} rows`);
const started = performance.now();
const shared = await startServer();
const results = (await runAll()).toSorted((a, b) => a.row.number - b.row.number);
await teardown.run();

print(`\n${markdownTable([['row', 'faults fired', 'seen', 'bar', ''], ...results.map(cellsOf)])}\n`);
print(`FAULT_SEED=${seed}, ${form} form, ${secondsSince(started)} s`);
const failed = results.filter(({ trial }) => trial.misses.length > 0).length;
print(`${results.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

interface Result {
  row: Row;
  trial: Trial;
}

/** So many rows at a time, itself among them. */
function bears({ atATime }: Row): number {
  return Math.min(atATime ?? most, most);
}

/** Each begins as soon as no more run than it bears. */
async function runAll(): Promise<Result[]> {
  const all: Promise<Result>[] = [];
  const running = new Set<Promise<Result>>();
  for (const row of rows) {
    while (running.size >= bears(row)) await Promise.race(running);
    const run = runRow(row).finally(() => running.delete(run));
    running.add(run);
    all.push(run);
  }
  return Promise.all(all);
}

async function runRow(row: Row): Promise<Result> {
  const began = performance.now();
  const directory = path.join(tmpdir(), `faults-${seed}`);
  const random = new Random(seed).fork(row.number);
  const trial = new Trial(row, { shared, own: startServer }, directory, random, values.long, values.hasty);
  await row.run(trial).catch((error: Error) => trial.miss(`the row broke off: ${firstLines(error)}`));
  const kept = await trial.end();
  const verdict = `${trial.misses.length === 0 ? 'PASS' : 'MISS'}  ${row.number} ${row.title} (${secondsSince(began)} s)`;
  const more = kept === null ? trial.complaints : [...trial.complaints, `Histories: ${kept}`];
  print([verdict, ...more.map((line) => `        ${line}`)].join('\n'));
  return { row, trial };
}

async function startServer(directory?: string): Promise<DatabaseServer> {
  const server = await DatabaseServer.start(directory);
  teardown.add(() => server.stop());
  return server;
}

function cellsOf({ row, trial }: Result): string[] {
  const fired = [...trial.faults].map(([fault, { asked, fired: times }]) => `${fault} ${times}/${asked}`);
  const verdict = trial.misses.length === 0 ? 'pass' : 'FAIL';
  return [`${row.number} ${row.title}`, fired.join(', '), trial.seen.join('; '), row.bar, verdict];
}

/** @throws Error for a number that there is no row for. */
function chosen(numbers: string | undefined): readonly Row[] {
  if (numbers === undefined) return ROWS;
  return numbers.split(',').map((number) => {
    const row = ROWS.find((one) => one.number === Number(number));
    if (row === undefined)
      throw new Error(`There is no row ${number}; there are ${ROWS.map((one) => one.number).join()}`);
    return row;
  });
}

function firstLines({ message, stack = message }: Error): string {
  return stack.split('\n').slice(0, 12).join('\n          ');
}

function secondsSince(began: number): string {
  return ((performance.now() - began) / 1_000).toFixed(1);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { tableText } from '../lab/table.js';
import { Teardown } from '../lab/teardown.js';
import { ROWS } from './rows.js';
import { Random } from './stage/random.js';
import { DatabaseServer } from './stage/servers.js';
import { type Row, Trial } from './trial.js';

/**
 * `npm run faults [-- --long] [--row 1,12]`: breaks the build row by row of the catalogue, and says what was seen.
 * `FAULT_SEED` draws the same workload and the same faults again. The exit code is 1 when a row missed its bar.
 */
const { values } = parseArgs({ options: { long: { type: 'boolean', default: false }, row: { type: 'string' } } });
const seed = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000_000);
const rows = chosen(values.row);

const teardown = new Teardown();
const form = values.long ? 'long' : 'short';
print(`${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}`);
print(`FAULT_SEED=${seed}, ${form} form, ${rows.length} of ${ROWS.length} rows`);
const started = performance.now();
const shared = await startServer();
const results: Result[] = [];
for (const row of rows) results.push(await runRow(row));
await teardown.run();

print(
  `\n${tableText([['row', 'what was done', 'faults fired', 'seen', 'bar', ''], ...results.map(cellsOf)], 'left')}\n`,
);
print(`FAULT_SEED=${seed}, ${form} form, ${secondsSince(started)} s`);
const failed = results.filter(({ trial }) => trial.misses.length > 0).length;
print(`${results.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

interface Result {
  row: Row;
  trial: Trial;
}

async function runRow(row: Row): Promise<Result> {
  const began = performance.now();
  const directory = path.join(tmpdir(), `faults-${seed}`);
  const random = new Random(seed).fork(row.number);
  const trial = new Trial(row, { shared, own: startServer }, directory, random, values.long);
  await row.run(trial).catch((error: Error) => trial.miss(`the row broke off: ${firstLines(error)}`));
  const kept = await trial.end();
  print(`${trial.misses.length === 0 ? 'PASS' : 'MISS'}  ${row.number} ${row.title} (${secondsSince(began)} s)`);
  for (const complaint of trial.complaints) print(`        ${complaint}`);
  if (kept !== null) print(`        Histories: ${kept}`);
  return { row, trial };
}

async function startServer(): Promise<DatabaseServer> {
  const server = await DatabaseServer.start();
  teardown.add(() => server.stop());
  return server;
}

function cellsOf({ row, trial }: Result): string[] {
  const fired = [...trial.faults].map(([fault, { asked, fired: times }]) => `${fault} ${times}/${asked}`);
  const verdict = trial.misses.length === 0 ? 'pass' : 'FAIL';
  return [String(row.number), row.title, fired.join(', '), trial.seen.join('; '), row.bar, verdict];
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

import { parseArgs } from 'node:util';
import { tableText } from '../lab/table.js';
import { ROWS } from './rows.js';
import { removeCopies, runBroken } from './sabotage/broken-build.js';
import type { Sabotage } from './sabotage/sabotage.js';
import { SABOTAGES } from './sabotage/sabotages.js';
import { atOnce } from './stage/at-once.js';

/**
 * `npm run faults:sabotage [-- --only epoch]`: breaks copies of the build, each in one small way, and runs the row that
 * has to notice. The exit code is 1 when one was not noticed, which means that the row shows nothing. Rows that measure
 * time run alone, as they do otherwise.
 */
const AT_ONCE = 3;

interface Result {
  sabotage: Sabotage;
  /** The line in which the row notices it; null when it does not. */
  noticed: string | null;
}

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const seed = process.env['FAULT_SEED'] ?? String(Date.now() % 1_000_000_000);
const began = performance.now();
const alone = new Set(ROWS.filter((row) => row.atATime !== undefined).map(({ number }) => number));
const wanted = SABOTAGES.filter(({ name }) => name.includes(values.only));
const results: Result[] = [];
removeCopies();
await tryAll(AT_ONCE, (row) => !alone.has(row));
await tryAll(1, (row) => alone.has(row));
removeCopies();

results.sort((a, b) => a.sabotage.row - b.sabotage.row);
const cells = results.map(({ sabotage: { name, row }, noticed }) => [name, String(row), noticed ?? 'NOT NOTICED']);
print(`\n${tableText([['what was broken', 'row', 'what the row said'], ...cells], 'left')}\n`);
const missed = results.filter(({ noticed }) => noticed === null).length;
print(`FAULT_SEED=${seed}, ${secondsSince(began)} s`);
print(`${results.length - missed} noticed, ${missed} not noticed`);
process.exit(missed > 0 ? 1 : 0);

function tryAll(limit: number, isOne: (row: number) => boolean): Promise<void> {
  const those = wanted.filter(({ row }) => isOne(row));
  return atOnce(limit, those, async (sabotage) => void results.push(await tryOne(sabotage)));
}

async function tryOne(sabotage: Sabotage): Promise<Result> {
  const since = performance.now();
  const { code, said } = await runBroken(sabotage, seed);
  const line = said.split('\n').find((words) => words.startsWith('        ') && words.includes(sabotage.sees));
  const noticed = code === 1 && line !== undefined ? line.trim().slice(0, 120) : null;
  const verdict = noticed === null ? `${said}\nNOT NOTICED` : 'noticed';
  print(`${verdict}  ${sabotage.name} (row ${sabotage.row}, ${secondsSince(since)} s)`);
  return { sabotage, noticed };
}

function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 1_000);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

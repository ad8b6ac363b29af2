import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { END_WITH_PARENT } from '../lab/processes.js';
import { tableText } from '../lab/table.js';
import { type Sabotage, SABOTAGES } from './sabotage/sabotages.js';

/**
 * `npm run faults:sabotage [-- --only epoch]`: breaks a copy of the build in one small way after the other, and runs
 * the row that has to notice. The exit code is 1 when one was not noticed, which means that the row shows nothing.
 */
const BUILD = fileURLToPath(new URL('../', import.meta.url));
const PROJECT = path.join(BUILD, '..');
/** Below the project, so that the copy finds its packages. */
const COPY = path.join(PROJECT, '.cache/sabotage/dist');

/** As the build compiles. */
const COMPILER_OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  useDefineForClassFields: false,
};

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const seed = process.env['FAULT_SEED'] ?? String(Date.now() % 1_000_000_000);
const results: { sabotage: Sabotage; noticed: string | null }[] = [];
for (const sabotage of SABOTAGES.filter(({ name }) => name.includes(values.only))) {
  const noticed = await isNoticed(sabotage);
  results.push({ sabotage, noticed });
  print(`${noticed === null ? 'NOT NOTICED' : 'noticed'}  ${sabotage.name}`);
}
rmSync(COPY, { recursive: true, force: true });

const cells = results.map(({ sabotage: { name, row }, noticed }) => [name, String(row), noticed ?? 'NOT NOTICED']);
print(`\n${tableText([['what was broken', 'row', 'what the row said'], ...cells], 'left')}\n`);
const missed = results.filter(({ noticed }) => noticed === null).length;
print(`FAULT_SEED=${seed}\n${results.length - missed} noticed, ${missed} not noticed`);
process.exit(missed > 0 ? 1 : 0);

/** @returns the line in which the row notices it; null when it does not. */
async function isNoticed(sabotage: Sabotage): Promise<string | null> {
  rmSync(COPY, { recursive: true, force: true });
  cpSync(BUILD, COPY, { recursive: true });
  for (const file of new Set(sabotage.edits.map((edit) => edit.file))) compileBroken(file, sabotage);
  const { code, said } = await runRow(sabotage.row);
  const line = said.split('\n').find((words) => words.startsWith('        ') && words.includes(sabotage.sees));
  return code === 1 && line !== undefined ? line.trim().slice(0, 120) : null;
}

/** @throws Error when what is to be replaced does not stand once in the file. */
function compileBroken(file: string, { name, edits }: Sabotage): void {
  let source = readFileSync(path.join(PROJECT, file), 'utf8');
  for (const { find, replace } of edits.filter((edit) => edit.file === file)) {
    const parts = source.split(find);
    if (parts.length !== 2)
      throw new Error(`"${name}" no longer fits ${file}: "${find}" stands there ${parts.length - 1} times`);
    source = parts.join(replace);
  }
  const { outputText } = ts.transpileModule(source, { compilerOptions: COMPILER_OPTIONS, fileName: file });
  writeFileSync(path.join(COPY, file.replace(/\.ts$/, '.js')), outputText);
}

async function runRow(row: number): Promise<{ code: number | null; said: string }> {
  const script = path.join(COPY, 'faults/run.js');
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, script, '--row', String(row)], {
    env: { ...process.env, FAULT_SEED: seed },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { END_WITH_PARENT } from '../../lab/processes.js';
import type { Sabotage } from './sabotage.js';

const run = promisify(execFile);

const BUILD = fileURLToPath(new URL('../../', import.meta.url));
const PROJECT = path.join(BUILD, '..');
/** Below the project, so that copies find its packages. */
const COPIES = path.join(PROJECT, '.cache/sabotage');

/** As the build compiles. */
const COMPILER_OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  useDefineForClassFields: false,
};

let copies = 0;

/**
 * Runs a row on a copy of the build in which one thing is broken; several may run at a time.
 * @throws Error when what is to be replaced does not stand once in its file.
 */
export async function runBroken(sabotage: Sabotage, seed: string): Promise<{ code: number | null; said: string }> {
  const copy = path.join(COPIES, String(++copies), 'dist');
  cpSync(BUILD, copy, { recursive: true });
  try {
    for (const file of new Set(sabotage.edits.map((edit) => edit.file))) compileBroken(file, sabotage, copy);
    await run(process.execPath, [path.join(PROJECT, 'bundle.mjs'), copy]);
    return await runRow(path.join(copy, 'faults/run.js'), sabotage.row, seed);
  } finally {
    rmSync(path.dirname(copy), { recursive: true, force: true });
  }
}

/** What is left of runs that were broken off. */
export const removeCopies = (): void => rmSync(COPIES, { recursive: true, force: true });

function compileBroken(file: string, { name, edits }: Sabotage, copy: string): void {
  let source = readFileSync(path.join(PROJECT, file), 'utf8');
  for (const { find, replace } of edits.filter((edit) => edit.file === file)) {
    const parts = source.split(find);
    if (parts.length !== 2)
      throw new Error(`"${name}" no longer fits ${file}: "${find}" stands there ${parts.length - 1} times`);
    source = parts.join(replace);
  }
  const { outputText } = ts.transpileModule(source, { compilerOptions: COMPILER_OPTIONS, fileName: file });
  writeFileSync(path.join(copy, file.replace(/\.ts$/, '.js')), outputText);
}

async function runRow(script: string, row: number, seed: string): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, script, '--row', String(row), '--hasty'], {
    env: { ...process.env, FAULT_SEED: seed },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

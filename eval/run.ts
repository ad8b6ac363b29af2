import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadEnvFile } from '../src/infra/config/read-settings.js';
import { allPassed, comparison, report } from './report.js';
import { readScenarios } from './scenario/scenario.js';
import { playAll } from './stage/play-all.js';
import { type Candidate, hasJudge } from './stage/stage.js';

/**
 * `npm run eval [-- folder] [--only words] [--model name] [--compare folder|model:name] [--scenarios folder]`: plays the
 * scenarios of a business through the whole system. The model is the stand-in, or Google's with GOOGLE_API_KEY. The exit
 * code is 1 when one failed, 2 when nothing could be run.
 */
const EXAMPLE = 'examples/shop';

loadEnvFile();
try {
  process.exitCode = (await run()) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

async function run(): Promise<boolean> {
  const options = {
    only: { type: 'string' },
    model: { type: 'string' },
    compare: { type: 'string' },
    scenarios: { type: 'string' },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const folder = positionals[0] ?? (process.env['BUSINESS_DIR'] || EXAMPLE);
  const first: Candidate = { folder, model: values.model };
  const scenarios = readScenarios(values.scenarios ?? path.join(folder, 'scenarios')).filter(({ name }) =>
    name.toLowerCase().includes((values.only ?? '').toLowerCase()),
  );
  print(
    hasJudge(process.env)
      ? "The model is Google's."
      : 'The model is the stand-in: this tries the machinery, not the judgement.',
  );
  const results = await playAll(scenarios, first, process.env);
  if (values.compare === undefined) {
    print(report(results));
    return allPassed(results);
  }
  const other = await playAll(scenarios, otherThan(first, values.compare), process.env);
  print(comparison([nameOf(first), values.compare], results, other));
  return allPassed(results) && allPassed(other);
}

function otherThan(first: Candidate, named: string): Candidate {
  const model = /^model:(.+)$/.exec(named)?.[1];
  return model === undefined ? { ...first, folder: named } : { ...first, model };
}

function nameOf({ folder, model }: Candidate): string {
  return model ?? folder;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

import { availableParallelism, cpus } from 'node:os';
import { cost } from './answer/cost.bench.js';
import { latency } from './answer/latency.bench.js';
import { intake } from './intake/intake.bench.js';
import { knowledge } from './knowledge/knowledge.bench.js';
import { tableText } from '../lab/table.js';
import { type Findings, isReached, verdictLine } from './report/report.js';
import { Stage } from './stage/stage.js';
import { turn } from './turn/turn.bench.js';

/** `npm run bench [name…]`: measures the build, and says which targets it reaches. The exit code is 1 when one is missed. */
const BENCHMARKS: Record<string, (stage: Stage) => Promise<Findings>> = { intake, latency, cost, turn, knowledge };

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(BENCHMARKS);
const unknown = wanted.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(BENCHMARKS).join(', ')}\n`,
  );
  process.exit(1);
}

print(`${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}`);
for (const name of wanted) {
  print(`\n${name}`);
  const findings = await Stage.for((stage) => BENCHMARKS[name]?.(stage) ?? Promise.reject(new Error(name)));
  for (const table of findings.tables) print(`${tableText(table)}\n`);
  for (const verdict of findings.verdicts) print(verdictLine(verdict));
  if (!findings.verdicts.every(isReached)) process.exitCode = 1;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { VectorRepository } from '../../src/ai/knowledge/meaning/vector.repository.js';
import type { Knowledge } from '../../src/ai/knowledge/knowledge.js';
import { AppModule } from '../../src/app.module.js';
import { readSettings } from '../../src/infra/config/read-settings.js';
import { Database } from '../../src/infra/database/database.js';
import { createApp } from '../../src/serve.js';
import { figure, median, percentile, sum } from '../../lab/figures.js';
import type { Findings } from '../report/report.js';
import { environment, type Stage } from '../stage/stage.js';
import { BenchLibrary, vectorByChance } from './library.js';
import { writeNoise } from './noise.js';
import { type Business, type Question, readBusinesses } from './questions.js';

/** The sources, because the build holds no documents. */
const ROOT = fileURLToPath(new URL('../../../bench/knowledge/businesses', import.meta.url));
const CHUNKS = 10_000;
const TOP = 5;
/** The first questions load code and plan statements. */
const WARM_UP = 20;
/** Questions to the vectors, and the chunks each brings back to be compared exactly. */
const NEAREST_ASKED = 200;
const CANDIDATES = 80;

/** How many of the questions found the passage that answers them. */
interface Hits {
  hits: number;
  asked: number;
}

/** Questions in the documents' language, and in others. */
interface Found {
  where: string;
  chunks: number;
  own: Hits;
  other: Hits;
}

/**
 * Whether the passage that answers a customer's question is among the first five, by full text alone: in each business
 * by itself, in all of them together, and among 10,000 others; and how long a question takes there.
 */
export async function knowledge(stage: Stage): Promise<Findings> {
  const env = environment(await stage.postgres(), null, 'http://127.0.0.1:9', { LOG_LEVEL: 'fatal', ROLE: 'web' });
  const settings = readSettings(env);
  const app = await createApp(AppModule.with(settings), settings);
  const library = new BenchLibrary(app.get(Database), settings);
  try {
    const businesses = readBusinesses(ROOT);
    const alone: Found[] = [];
    for (const business of businesses) alone.push(await foundIn(library, business.folder, [business], business.name));
    const folder = gathered(businesses);
    const together = await foundIn(library, folder, businesses, 'all together');
    writeNoise(path.join(folder, 'knowledge'), CHUNKS);
    const { known, chunks } = await library.become(folder);
    const byWords = await latencies(known, businesses);
    const byMeaning = await nearestTimes(await library.giveVectors());
    return findings(alone, together, { byWords, byMeaning }, chunks);
  } finally {
    await app.close();
  }
}

async function foundIn(library: BenchLibrary, folder: string, businesses: Business[], where: string): Promise<Found> {
  const { known, chunks } = await library.become(folder);
  const [own, other] = [[], []] as [Question[], Question[]];
  for (const { questions, language } of businesses) {
    for (const question of questions) (question.language === language ? own : other).push(question);
  }
  return { where, chunks, own: await hitsOf(known, own), other: await hitsOf(known, other) };
}

async function hitsOf(known: Knowledge, questions: Question[]): Promise<Hits> {
  let hits = 0;
  for (const { text, answer } of questions) {
    const found = (await known.find(text)).slice(0, TOP);
    if (found.some((passage) => passage.text.includes(answer))) hits++;
  }
  return { hits, asked: questions.length };
}

/** A folder that holds the documents of all businesses. */
function gathered(businesses: Business[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-businesses-'));
  for (const business of businesses) {
    cpSync(path.join(business.folder, 'knowledge'), path.join(folder, 'knowledge', business.name), { recursive: true });
  }
  return folder;
}

/** Milliseconds each question takes, twice over. */
async function latencies(known: Knowledge, businesses: Business[]): Promise<number[]> {
  const times: number[] = [];
  for (const { text } of businesses.flatMap(({ questions }) => [...questions, ...questions])) {
    const began = performance.now();
    await known.find(text);
    times.push(performance.now() - began);
  }
  return times.slice(WARM_UP);
}

/** Milliseconds it takes to find the chunks nearest to a vector, which the embedding model's own time comes on top of. */
async function nearestTimes(vectors: VectorRepository): Promise<number[]> {
  const times: number[] = [];
  for (let asked = 0; asked < NEAREST_ASKED; asked++) {
    const { signs } = vectorByChance();
    const began = performance.now();
    await vectors.nearest(signs, CANDIDATES);
    times.push(performance.now() - began);
  }
  return times.slice(WARM_UP);
}

function findings(
  alone: Found[],
  together: Found,
  { byWords, byMeaning }: { byWords: number[]; byMeaning: number[] },
  chunks: number,
): Findings {
  const timesRow = (way: string, times: number[]): string[] => [
    `${chunks} chunks, ${way}`,
    ...[50, 95, 100].map((part) => figure(percentile(times, part))),
  ];
  const all: Found = {
    where: 'each by itself',
    chunks: sum(alone.map((found) => found.chunks)),
    own: total(alone.map(({ own }) => own)),
    other: total(alone.map(({ other }) => other)),
  };
  const row = ({ where, chunks: count, own, other }: Found): string[] => [
    where,
    String(count),
    `${own.hits} of ${own.asked}`,
    percent(own),
    `${other.hits} of ${other.asked}`,
  ];
  return {
    tables: [
      [['documents', 'chunks', 'found', '%', 'asked in another language'], ...[...alone, all, together].map(row)],
      [
        ['a question among', 'median ms', 'p95 ms', 'slowest ms'],
        timesRow('by its words', byWords),
        timesRow('by a vector', byMeaning),
      ],
    ],
    verdicts: [
      {
        what: 'passage among the first five',
        value: (100 * all.own.hits) / all.own.asked,
        unit: ' %',
        target: { atLeast: 85 },
      },
      { what: `median by words among ${chunks} chunks`, value: median(byWords), unit: ' ms', target: { below: 30 } },
      { what: `median by vector among ${chunks} chunks`, value: median(byMeaning), unit: ' ms', target: { below: 30 } },
    ],
  };
}

const total = (parts: Hits[]): Hits => ({
  hits: sum(parts.map(({ hits }) => hits)),
  asked: sum(parts.map(({ asked }) => asked)),
});

const percent = ({ hits, asked }: Hits): string => (asked === 0 ? '' : figure((100 * hits) / asked));

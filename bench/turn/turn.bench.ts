import type { Simulator } from '../../sim/simulator.js';
import { AppModule } from '../../src/app.module.js';
import { Assistant } from '../../src/ai/assistant.js';
import { MemoryRebuild } from '../../src/conversation/memory/memory-rebuild.service.js';
import { TurnService } from '../../src/conversation/turn/turn.service.js';
import { readSettings } from '../../src/infra/config/read-settings.js';
import type { Settings } from '../../src/infra/config/settings.js';
import { createApp } from '../../src/serve.js';
import { figure, median } from '../../lab/figures.js';
import type { Findings } from '../report/report.js';
import type { BenchPostgres } from '../stage/postgres.js';
import { environment, type Stage } from '../stage/stage.js';
import { makeConversations, memoryBytes, promptTokens, writeBursts } from './conversations.js';
import { readCounters, statementsOf } from './counters.js';

const LENGTHS = [20, 200, 2_000];
const CONVERSATIONS = 10;
const SUM_UP_LIMIT_MS = 60_000;
/** Lengths take turns, so that what grows with time grows for all of them. */
const ROUNDS = 3;

/** What one turn does, in the units that grow where something is read or written whole. */
interface TurnCost {
  statements: number;
  'rows read': number;
  'rows written': number;
  'WAL bytes': number;
  'prompt bytes': number;
  'prompt tokens': number;
  'memory bytes': number;
}

/**
 * One turn in a conversation of 20, 200 and 2,000 messages, from the claim to the platform's answer. The turns run in
 * this process without workers, so that the counters of Postgres show them and nothing else.
 */
export async function turn(stage: Stage): Promise<Findings> {
  const [postgres, redis, simulator] = [await stage.postgres(), await stage.redis(), await stage.simulator()];
  simulator.changeSettings({ statuses: [], modelLatencyMs: 0 });
  const env = environment(postgres, redis, simulator.url, { LOG_LEVEL: 'fatal', ROLE: 'web' });
  const turns = new Turns(readSettings(env), postgres, simulator);
  const ids: string[][] = [];
  for (const length of LENGTHS) ids.push(await makeConversations(postgres.pool, CONVERSATIONS, length));
  for (const own of ids) {
    await turns.costOf(own);
    await turns.sumUp(own);
  }
  await postgres.pool.query('vacuum analyze');
  await planAsInLargeTables(postgres);
  const costs = LENGTHS.map((): TurnCost[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [at, own] of ids.entries()) costs[at]?.push(await turns.costOf(own));
  }
  return findings(costs.map(middle));
}

/** In small tables Postgres reads every row rather than an index, which would hide what a turn needs. */
async function planAsInLargeTables({ pool, url }: BenchPostgres): Promise<void> {
  await pool.query(`alter database ${new URL(url).pathname.slice(1)} set enable_seqscan = off`);
}

class Turns {
  constructor(
    private readonly settings: Settings,
    private readonly postgres: BenchPostgres,
    private readonly simulator: Simulator,
  ) {}

  /** Lets a customer write in each of the conversations, and answers them. @returns what one turn cost. */
  async costOf(ids: string[]): Promise<TurnCost> {
    const { pool, url } = this.postgres;
    await writeBursts(url, ids);
    const before = await readCounters(pool);
    const statements = await this.answer(ids);
    const after = await readCounters(pool);
    const prompts = this.simulator.modelCalls(ids.length).map(({ body }) => JSON.stringify(body).length);
    return {
      statements: statements / ids.length,
      'rows read': (after.read - before.read) / ids.length,
      'rows written': (after.written - before.written) / ids.length,
      'WAL bytes': (after.wal - before.wal) / ids.length,
      'prompt bytes': median(prompts),
      'prompt tokens': await promptTokens(pool, ids),
      'memory bytes': (await memoryBytes(pool, ids)) / ids.length,
    };
  }

  /** Makes the summaries that the conversations would have by now. */
  async sumUp(ids: string[]): Promise<void> {
    const app = await createApp(AppModule.with(this.settings), this.settings);
    for (const id of ids) await app.get(MemoryRebuild).rebuild({ id }, AbortSignal.timeout(SUM_UP_LIMIT_MS));
    await app.close();
  }

  /** @returns the statements it took. The process that answers ends, so that Postgres has counted all of it. */
  private async answer(ids: string[]): Promise<number> {
    const app = await createApp(AppModule.with(this.settings), this.settings);
    await app.get(Assistant).warmUp();
    return statementsOf(async () => {
      for (const id of ids) await app.get(TurnService).answer(id);
      await app.close();
    });
  }
}

const middle = (costs: TurnCost[]): TurnCost => {
  const of = (name: keyof TurnCost): number => median(costs.map((cost) => cost[name]));
  return {
    statements: of('statements'),
    'rows read': of('rows read'),
    'rows written': of('rows written'),
    'WAL bytes': of('WAL bytes'),
    'prompt bytes': of('prompt bytes'),
    'prompt tokens': of('prompt tokens'),
    'memory bytes': of('memory bytes'),
  };
};

function findings(costs: TurnCost[]): Findings {
  const [short, long] = [costs[0], costs.at(-1)] as [TurnCost, TurnCost];
  const names = Object.keys(short) as (keyof TurnCost)[];
  const row = (name: keyof TurnCost): string[] => [
    name,
    ...costs.map((cost) => figure(cost[name])),
    figure(long[name] / short[name]),
  ];
  return {
    tables: [[['one turn at', ...LENGTHS.map((length) => `${length} messages`), 'ratio'], ...names.map(row)]],
    verdicts: names.map((name) => ({
      what: `${name}, longest to shortest`,
      value: long[name] / short[name],
      unit: '',
      target: { between: [0.8, 1.2] },
    })),
  };
}

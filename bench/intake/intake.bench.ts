import { setTimeout as pause } from 'node:timers/promises';
import type { LoadOrder, LoadReport } from '../load/generator.js';
import type { Mix } from '../load/webhooks.js';
import { figure, medianRatio, ratioTable } from '../../lab/figures.js';
import type { Findings } from '../report/report.js';
import { ask } from '../stage/program.js';
import { environment, type Stage } from '../stage/stage.js';

const ROUNDS = 5;
const MESSAGES = 8_000;
const KNOWN = 2_000;
const CONNECTIONS = 64;
const OFFERED_PER_SECOND = 1_000;
const OFFERED_SECONDS = 10;
/** What a round leaves behind (wake-ups that are still being added) has passed by then. */
const SETTLE_MS = 1_000;

/** How much of the least possible our intake keeps, and how soon it acknowledges at a steady load. */
export async function intake(stage: Stage): Promise<Findings> {
  const [postgres, redis] = [await stage.postgres(), await stage.redis()];
  const env = environment(postgres, redis, 'http://127.0.0.1:9');
  const floor = await stage.program('bench/intake/floor-server.js', env, '/ready');
  const ours = await stage.product('web', env);
  const load = new Load();
  for (const { url } of [floor, ours]) await load.on(url, { count: KNOWN, newEvery: 0 });
  const rounds: [number, number][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const one = await load.on(floor.url, {});
    const two = await load.on(ours.url, {});
    rounds.push([one.perSecond, two.perSecond]);
  }
  const steady = await load.on(ours.url, { count: OFFERED_PER_SECOND * OFFERED_SECONDS }, OFFERED_PER_SECOND);
  return findings(rounds, steady);
}

/** Orders load, of messages that nobody has sent before. */
class Load {
  private orders = 0;
  private newCustomers = 0;

  /** @throws Error when a message was not acknowledged. */
  async on(url: string, change: Partial<Mix>, perSecond?: number): Promise<LoadReport> {
    const mix = { name: `order-${this.orders++}`, count: MESSAGES, known: KNOWN, newEvery: 5, ...change };
    const firstNew = this.newCustomers;
    this.newCustomers += mix.count;
    const order: LoadOrder = {
      url,
      mix: { ...mix, firstNew },
      connections: perSecond === undefined ? CONNECTIONS : 4 * CONNECTIONS,
      ...(perSecond && { perSecond }),
    };
    const report = await ask<LoadReport>('bench/load/generator.js', order);
    if (report.refused > 0) throw new Error(`${report.refused} messages were not acknowledged by ${url}`);
    await pause(SETTLE_MS);
    return report;
  }
}

function findings(rounds: [number, number][], steady: LoadReport): Findings {
  return {
    tables: [
      ratioTable(['floor, messages/s', 'ours, messages/s'], rounds),
      [
        [`acknowledged at ${OFFERED_PER_SECOND}/s`, 'p50 ms', 'p99 ms'],
        ['ours', figure(steady.p50), figure(steady.p99)],
      ],
    ],
    verdicts: [
      { what: 'ours as a part of the floor', value: medianRatio(rounds), unit: '', target: { atLeast: 0.5 } },
      { what: 'p99 of the acknowledgement', value: steady.p99, unit: ' ms', target: { below: 250 } },
    ],
  };
}

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { until } from '../sim/until.js';
import { check } from './checker/check.js';
import { type Allowances, groupBy, type Run } from './checker/run.js';
import { storedFigures } from './checker/stored.js';
import { saveHistory } from './history/recorder.js';
import type { Random } from './stage/random.js';
import { Scene, type SceneOptions } from './stage/scene.js';
import type { DatabaseServer } from './stage/servers.js';

/** What one row of the catalogue does to the system, and what has to be seen then. */
export interface Row {
  number: number;
  title: string;
  /** What has to hold, in a few words. */
  bar: string;
  /** It measures time: so many rows may run at a time where it does. */
  atATime?: 1 | 2;
  /** It takes longer than most, so it does not begin last. */
  slow?: true;
  run(trial: Trial): Promise<void>;
}

/** Phones are told apart by row, so that histories can be read side by side. */
const PHONES_A_ROW = 1_000_000;
const LONG_WEBS = 2;
const LONG_WORKERS = 3;
const MOST_MISSES_SHOWN = 8;
const HASTY_LIMIT_MS = 15_000;

/**
 * One run of a row: opens its scenes, and gathers how often each fault fired, what was seen and what was missed. A row
 * whose faults fire less often than it asks for is a miss, like any other.
 */
export class Trial {
  readonly misses: string[] = [];
  readonly seen: string[] = [];
  readonly faults = new Map<string, { asked: number; fired: number }>();
  private readonly scenes: Scene[] = [];

  constructor(
    private readonly row: Row,
    private readonly servers: { shared: DatabaseServer; own: (directory?: string) => Promise<DatabaseServer> },
    /** Where histories of what went wrong are kept. */
    private readonly directory: string,
    readonly random: Random,
    readonly long: boolean,
    /** Whether it is broken on purpose, so that what does not come about soon will not come about. */
    private readonly hasty = false,
  ) {}

  /** The short form's number, or the catalogue's. */
  size(short: number, long: number): number {
    return this.long ? long : short;
  }

  /**
   * The long form has two web and three worker processes at least, but where a row starts them itself.
   * @param options.ownPostgres for rows that break it, with its data in `dataDirectory` where that is given.
   */
  async open(options: SceneOptions & { ownPostgres?: boolean; dataDirectory?: string } = {}): Promise<Scene> {
    const { ownPostgres = false, dataDirectory } = options;
    const server = ownPostgres ? await this.servers.own(dataDirectory) : this.servers.shared;
    const scene = await Scene.open(server, 15_000_000_000 + this.row.number * PHONES_A_ROW, {
      ...options,
      webs: this.processes(options.webs, LONG_WEBS),
      workers: this.processes(options.workers, LONG_WORKERS),
    });
    this.scenes.push(scene);
    return scene;
  }

  /** In the long form there are so many side by side where there are any. */
  private processes(asked: number | undefined, inLongForm: number): number | undefined {
    return this.long && asked !== 0 ? Math.max(asked ?? 0, inLongForm) : asked;
  }

  /** Says how often a fault was to fire, and how often it did. */
  demand(fault: string, asked: number, fired: number): void {
    const before = this.faults.get(fault) ?? { asked: 0, fired: 0 };
    this.faults.set(fault, { asked: before.asked + asked, fired: before.fired + fired });
  }

  miss(...what: string[]): void {
    this.misses.push(...what);
  }

  /** A miss unless it holds. */
  expect(holds: boolean, otherwise: string): void {
    if (!holds) this.miss(otherwise);
  }

  /** Waits for it; a miss where it does not come about. */
  async eventually(what: string, holds: () => Promise<boolean>, limitMs = 30_000): Promise<void> {
    const ms = this.patience(limitMs);
    this.expect(await until(holds, ms), `it did not come about within ${ms / 1_000} s that ${what}`);
  }

  /** How long is waited for what may take `limitMs`. */
  patience(limitMs: number): number {
    return this.hasty ? Math.min(limitMs, HASTY_LIMIT_MS) : limitMs;
  }

  see(what: string): void {
    this.seen.push(what);
  }

  /** Waits until the scene is over, then holds its history and its database against all that must never be. */
  async check(scene: Scene, { limitMs = 60_000, ...allow }: Allowances & { limitMs?: number } = {}): Promise<Run> {
    const ms = this.patience(limitMs);
    const left = allow.unsettled === true ? [] : await scene.settled(ms);
    if (left.length > 0) this.miss(`after ${ms / 1_000} s still open: ${countsOf(left)}`);
    const run: Run = { history: scene.history(), dump: await scene.dump(), allow };
    const found = check(run);
    this.miss(...found.map((violation) => `${violation.check}: ${violation.what}`));
    const { attempted, acknowledged, stored, recovered } = storedFigures(run);
    if (attempted > 0)
      this.see(`${attempted} offered, ${acknowledged} acknowledged, ${stored} stored, ${recovered} recovered`);
    return run;
  }

  /** Ends the scenes; of a row that missed, their histories are kept. @returns where, if so. */
  async end(): Promise<string | null> {
    for (const [fault, { asked, fired }] of this.faults)
      this.expect(fired >= asked, `${fault} fired ${fired} times, and was to fire ${asked} times`);
    const kept = this.misses.length > 0 && this.scenes.length > 0 ? this.keepHistories() : null;
    for (const scene of this.scenes.toReversed()) await scene.close();
    return kept;
  }

  /** The first misses, a line each; the first of every kind comes first. */
  get complaints(): string[] {
    const kinds = groupBy(this.misses, (miss) => miss.split(':', 1)[0] ?? '');
    const firsts = [...kinds.values()].map(([first]) => first as string);
    const shown = [...new Set([...firsts, ...this.misses])].slice(0, MOST_MISSES_SHOWN);
    const more = this.misses.length - shown.length;
    return [...shown, ...(more > 0 ? [`… and ${more} more`] : [])];
  }

  private keepHistories(): string {
    mkdirSync(this.directory, { recursive: true });
    for (const [at, scene] of this.scenes.entries())
      saveHistory(path.join(this.directory, `row-${this.row.number}-${at + 1}.ndjson`), scene.history());
    return this.directory;
  }
}

function countsOf(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}

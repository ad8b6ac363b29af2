import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { environmentOf } from '../../lab/environment.js';
import { freeze } from '../../lab/guard.js';
import { NUMBER } from '../../lab/number.js';
import { type OwnProcess, Processes } from '../../lab/processes.js';
import { type RedisServer, startRedisServer } from '../../lab/redis-server.js';
import { TcpProxy } from '../../lab/tcp-proxy.js';
import { Teardown } from '../../lab/teardown.js';
import { startSimulator, type Simulator } from '../../sim/simulator.js';
import { until } from '../../sim/until.js';
import type { Dump } from '../history/dump.js';
import type { HistoryEvent } from '../history/events.js';
import { readDump } from '../history/read-dump.js';
import { Recorder } from '../history/recorder.js';
import { Customers } from './customers.js';
import { OPEN } from './open.js';
import { Operator, OPERATOR_API_KEYS, type OperatorName } from './operators.js';
import { Postbox } from './postbox.js';
import { type DatabaseServer, poolFor } from './servers.js';

/** Ways that lead by a proxy which can be broken. */
export type Way = 'postgres' | 'redis' | 'whatsapp' | 'gemini';

export interface SceneOptions {
  /** One of each unless told. */
  webs?: number | undefined;
  workers?: number | undefined;
  /** On Redis, as in production, unless told. */
  queue?: 'redis' | 'postgres';
  proxied?: readonly Way[];
  env?: Record<string, string>;
}

const QUICK = { BUFFER_QUIET_MS: '100', BUFFER_MAX_MS: '1000' };
const FAULT_LINE = /^FAULT (\w+) at ([\w-]+)$/gm;

/**
 * The system as processes of the build between servers of its own, and everything that happens to it on the record.
 * Only what a scene started gets its signals.
 */
export class Scene {
  readonly webs: OwnProcess[] = [];
  readonly workers: OwnProcess[] = [];
  readonly recorder = new Recorder();
  readonly proxies = {} as Record<Way, TcpProxy>;
  readonly customers: Customers;
  private readonly processes = new Processes((text) => this.noteFaults(text));
  private env: Record<string, string> = {};
  private balancer: TcpProxy | undefined;

  private constructor(
    private readonly options: SceneOptions,
    private readonly teardown: Teardown,
    readonly server: DatabaseServer,
    private readonly databaseUrl: string,
    private readonly pool: pg.Pool,
    readonly simulator: Simulator,
    private redisServer: RedisServer | undefined,
    firstPhone: number,
  ) {
    this.customers = new Customers(simulator, firstPhone);
  }

  /** Opens a scene with an empty database and all its processes ready. */
  static async open(server: DatabaseServer, firstPhone: number, options: SceneOptions = {}): Promise<Scene> {
    const teardown = new Teardown();
    const redis = options.queue === 'postgres' ? undefined : await startRedisServer('redis-server');
    if (redis !== undefined) teardown.add(() => redis.stop());
    const databaseUrl = await server.database();
    const pool = poolFor(databaseUrl);
    teardown.add(() => pool.end());
    const simulator = await startSimulator({ port: 0, webhookUrl: undefined, ...NUMBER });
    simulator.changeSettings({ statusDelayMs: 5, modelLatencyMs: 20, strict: { throughput: 0 } });
    teardown.add(() => simulator.stop());
    const scene = new Scene(options, teardown, server, databaseUrl, pool, simulator, redis, firstPhone);
    teardown.add(() => scene.processes.killAll());
    await scene.startAll();
    return scene;
  }

  /** Where HTTP is served, by whichever web process answers. */
  get url(): string {
    return (this.balancer?.url ?? '').replace(/\/$/, '');
  }

  get redis(): RedisServer {
    if (this.redisServer === undefined) throw new Error('The queue of this scene is on Postgres');
    return this.redisServer;
  }

  /** For webhooks made by hand. */
  postbox(connections = 32): Postbox {
    const postbox = new Postbox(() => this.url, this.recorder, connections);
    this.teardown.add(() => postbox.close());
    return postbox;
  }

  operator(name: OperatorName = 'anna'): Operator {
    return new Operator(name, () => this.url, this.recorder);
  }

  async rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(sql, values)).rows;
  }

  /** @param points what goes wrong in it, as `FAULT_POINTS` has it. */
  startWorker(...points: string[]): Promise<OwnProcess> {
    return this.startWorkerWith({ FAULT_POINTS: points.join(',') });
  }

  /** @param env settings of this one alone. */
  async startWorkerWith(env: Record<string, string>): Promise<OwnProcess> {
    const worker = await this.start('worker', env);
    this.workers.push(worker);
    return worker;
  }

  /** On the port of one that is gone, if it is given. */
  async startWeb(points: readonly string[] = [], insteadOf?: OwnProcess): Promise<OwnProcess> {
    const PORT = insteadOf === undefined ? '0' : new URL(insteadOf.url).port;
    const web = await this.start('main', { PORT, ROLE: 'web', FAULT_POINTS: points.join(',') });
    this.webs.push(web);
    return web;
  }

  /** `kill -9`, and returns when it is gone. */
  async kill(victim: OwnProcess, fault: string): Promise<void> {
    this.recorder.fault(fault);
    victim.signal('SIGKILL');
    await victim.exit();
    this.forget(victim);
  }

  /** Asks it to end, and returns when it has. */
  async stop(process: OwnProcess): Promise<void> {
    this.forget(process);
    process.signal('SIGTERM');
    await process.exit();
  }

  /** @returns what lets it go on. */
  freeze(victim: OwnProcess, fault: string): () => Promise<void> {
    this.recorder.fault(fault);
    return freeze([victim.pid]);
  }

  /** It ended, or is about to, by itself. */
  forget(victim: OwnProcess): void {
    for (const list of [this.webs, this.workers]) if (list.includes(victim)) list.splice(list.indexOf(victim), 1);
  }

  /** Kills Redis with all that it knew. */
  async killRedis(): Promise<void> {
    this.recorder.fault('kill redis');
    await this.redis.kill();
  }

  /** Starts an empty Redis where the killed one was. */
  async restartRedis(): Promise<void> {
    const redis = await startRedisServer('redis-server', { port: this.redis.port });
    this.redisServer = redis;
    this.teardown.add(() => redis.stop());
  }

  /** What is still open, by kind; empty when nothing more will happen by itself. */
  async open(): Promise<string[]> {
    const rows = await this.rows<{ '?column?': string }>(OPEN);
    const webhooks = this.simulator.overview().counts['openDeliveries'] ?? 0;
    return [...rows.map((row) => row['?column?']), ...(webhooks > 0 ? ['webhook'] : [])];
  }

  /** Waits until nothing is open. @returns what is still open after `limitMs`. */
  async settled(limitMs = 60_000): Promise<string[]> {
    let left: string[] = [];
    await until(async () => (left = await this.open().catch(() => ['database'])).length === 0, limitMs);
    return left;
  }

  /**
   * A kill between "I send this" and the request leaves a doubt that no status will ever settle; it is sent once more
   * when it is a minute old. By now whatever did go out has been reported: let the minute be over.
   */
  async ageDoubts(): Promise<void> {
    await this.rows(
      `update message set due_at = clock_timestamp() - interval '1 second' where status in ('sending', 'unconfirmed')`,
    );
  }

  history(): HistoryEvent[] {
    return this.recorder.historyWith(this.simulator);
  }

  dump(): Promise<Dump> {
    return readDump(this.pool);
  }

  close(): Promise<void> {
    return this.teardown.run();
  }

  /** One that is to die may do so before anybody sees it ready: work reaches it at once. */
  private start(program: 'main' | 'worker', env: Record<string, string>): Promise<OwnProcess> {
    return this.processes.start(program, { ...this.env, ...env }, (env['FAULT_POINTS'] ?? '') !== '');
  }

  private async startAll(): Promise<void> {
    const { webs = 1, workers = 1, env = {} } = this.options;
    const media = mkdtempSync(path.join(tmpdir(), 'faults-media-'));
    this.teardown.add(() => rmSync(media, { recursive: true, force: true }));
    this.env = { ...(await this.environment()), ...QUICK, OPERATOR_API_KEYS, MEDIA_DIR: media, ...env };
    await Promise.all([
      ...Array.from({ length: webs }, () => this.startWeb()),
      ...Array.from({ length: workers }, () => this.startWorker()),
    ]);
    await this.balance();
  }

  /** Webhooks and operators reach the web processes in turns. */
  async balance(): Promise<void> {
    const [first, ...others] = this.webs.map(({ url }) => url);
    if (first === undefined) return;
    const balancer = await TcpProxy.open(first, ...others);
    this.teardown.add(() => balancer.stop());
    this.balancer = balancer;
    this.simulator.webhookUrl = `${this.url}/webhook`;
  }

  private async environment(): Promise<Record<string, string>> {
    return environmentOf({
      databaseUrl: await this.wayTo('postgres', this.databaseUrl),
      redisUri: this.redisServer === undefined ? undefined : await this.wayTo('redis', this.redisServer.uri),
      whatsAppUrl: await this.wayTo('whatsapp', this.simulator.url),
      geminiUrl: await this.wayTo('gemini', this.simulator.url),
    });
  }

  private async wayTo(way: Way, url: string): Promise<string> {
    if (this.options.proxied?.includes(way) !== true) return url;
    const proxy = await TcpProxy.open(url);
    this.teardown.add(() => proxy.stop());
    this.proxies[way] = proxy;
    return proxy.url;
  }

  private noteFaults(text: string): void {
    for (const [, action = '', point = ''] of text.matchAll(FAULT_LINE)) this.recorder.fault(`${action} at ${point}`);
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../sim/loopback.js';
import { startSimulator, type Simulator } from '../../sim/simulator.js';
import { environmentOf } from '../../lab/environment.js';
import { NUMBER } from '../../lab/number.js';
import { type BenchPostgres, openPostgres } from './postgres.js';
import { answersAt, builtFile, type Program, startProgram } from './program.js';
import { type BenchRedis, openRedis } from './redis.js';
import { Teardown } from '../../lab/teardown.js';

export interface ProductProcess extends Program {
  url: string;
}

/** Servers, outside world and product of one benchmark: empty at first, gone at the end. */
export class Stage {
  private readonly teardown = new Teardown();
  private readonly directory = mkdtempSync(path.join(tmpdir(), 'ai-whatsapp-bench-'));

  private constructor() {
    this.teardown.add(() => rmSync(this.directory, { recursive: true, force: true }));
  }

  /** Runs `work` on a stage of its own, and takes the stage down whatever happens. */
  static async for<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
    const stage = new Stage();
    return work(stage).finally(() => stage.teardown.run());
  }

  postgres(): Promise<BenchPostgres> {
    return openPostgres(this.directory, this.teardown);
  }

  redis(): Promise<BenchRedis> {
    return openRedis(this.teardown);
  }

  /** In this process; what it uses is nobody's. */
  async simulator(): Promise<Simulator> {
    const simulator = await startSimulator({ port: 0, webhookUrl: undefined, ...NUMBER });
    this.teardown.add(() => simulator.stop());
    return simulator;
  }

  /** Starts a program of the build on a free port and waits until `ready` answers 200. */
  async program(script: string, env: Record<string, string>, ready: string): Promise<ProductProcess> {
    const port = String(await freePort());
    const url = `http://127.0.0.1:${port}`;
    const ports = { PORT: port, PROBE_PORT: port };
    const options = { cwd: this.directory, env: { ...ports, ...env } };
    const program = await startProgram(process.execPath, [builtFile(script)], options, answersAt(url + ready));
    this.teardown.add(() => program.stop());
    return { ...program, url };
  }

  /** One process of the product, as production runs it. */
  product(role: 'all' | 'web' | 'worker', env: Record<string, string>): Promise<ProductProcess> {
    const script = role === 'worker' ? 'worker.js' : 'main.js';
    return this.program(script, { ...env, ROLE: role }, '/health/ready');
  }
}

/** The settings of a product on these servers. */
export const environment = (
  postgres: BenchPostgres,
  redis: BenchRedis | null,
  outside: string,
  change: Record<string, string> = {},
): Record<string, string> => ({
  ...environmentOf({
    databaseUrl: postgres.url,
    redisUri: redis?.uri,
    whatsAppUrl: outside,
    geminiUrl: outside,
  }),
  ENVIRONMENT: 'production',
  LOG_LEVEL: 'error',
  OPERATOR_API_KEYS: 'bench:bench-key',
  ...change,
});

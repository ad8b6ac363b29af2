import 'reflect-metadata';
import { type DynamicModule, Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { AppModule, WorkerModule } from './app.module.js';
import { Intake } from './conversation/intake/intake.js';
import { Workers } from './conversation/workers.js';
import { Readiness } from './health/readiness.js';
import type { Settings } from './infra/config/settings.js';
import { checkMigrated } from './infra/database/check-migrated.js';
import { Database } from './infra/database/database.js';
import { parseBodies } from './infra/http/body-parser.js';
import { ErrorFilter } from './infra/http/error.filter.js';
import { type Load, shedLoad } from './infra/http/load-shedding.js';
import { LoopDelay } from './infra/http/loop-delay.js';
import { measureRequests } from './infra/http/measure-requests.js';
import { RequestValidation } from './infra/http/request-validation.js';
import { SERVER_LIMITS } from './infra/http/server-limits.js';
import { JsonLogger } from './infra/logging/logger.js';
import { ProcessMetrics } from './infra/metrics/process-metrics.js';

/** A running process of the system. */
export interface Serving {
  url: string;
  /** Readiness falls, a moment passes for load balancers to notice, then work and connections end in order. */
  close(): Promise<void>;
}

/** Between the fall of readiness and the end of listening. */
const LEAVING_MS = 1_500;
/** Requests under way may finish for this long once listening has ended. */
const CLOSING_LIMIT_MS = 1_000;

/** Starts HTTP and, unless the role is `web`, the workers. */
export async function serve(settings: Settings): Promise<Serving> {
  const app = await createApp(AppModule.with(settings), settings);
  const serving = await listen(app, 'PORT', settings);
  if (settings.ROLE !== 'web') await app.get(Workers).start();
  app.get(Readiness).acceptWork();
  return serving;
}

/** Starts the workers and a port with the probes, and nothing else. */
export async function work(settings: Settings): Promise<Serving> {
  const app = await createApp(WorkerModule.with(settings), settings);
  const serving = await listen(app, 'PROBE_PORT', settings);
  await app.get(Workers).start();
  app.get(Readiness).acceptWork();
  return serving;
}

/** The application without a port, as tests use it. */
export async function createApp(module: DynamicModule, settings: Settings): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(SERVER_LIMITS), {
    bodyParser: false,
    abortOnError: false,
    logger: new JsonLogger(settings.LOG_LEVEL),
  });
  watchRequests(app);
  parseBodies(app);
  limitClosing(app);
  app.useGlobalFilters(new ErrorFilter());
  app.useGlobalPipes(new RequestValidation());
  await checkMigrated(app.get(DataSource));
  await app.init();
  return app;
}

/** Measures what is answered, and turns away whom there is no room for, before anything else is done for them. */
function watchRequests(app: NestFastifyApplication): void {
  const [metrics, intake, { pool }] = [app.get(ProcessMetrics), app.get(Intake), app.get(Database)];
  const delay = new LoopDelay();
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onClose', async () => delay.stop());
  measureRequests(app, metrics);
  const load = (): Load => ({
    loopDelayMs: delay.ms,
    waitingToBeStored: intake.waiting,
    waitingForDatabase: pool.waitingCount,
  });
  shedLoad(app, load, (caller) => metrics.requestShed(caller));
}

/** A connection that never sent a request counts as busy, so closing would wait a minute for its headers. */
function limitClosing(app: NestFastifyApplication): void {
  const instance = app.getHttpAdapter().getInstance();
  instance.addHook('preClose', (done) => {
    setTimeout(() => instance.server.closeAllConnections(), CLOSING_LIMIT_MS).unref();
    done();
  });
}

/** Comes before the first job is taken: a process whose port is taken ends, and would leave the job half done. */
async function listen(app: NestFastifyApplication, name: 'PORT' | 'PROBE_PORT', settings: Settings): Promise<Serving> {
  app.get(Readiness).refuseWork();
  await app.listen(settings[name], settings.HOST).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`Port ${settings[name]} is taken. Stop what listens there, or choose another with ${name}.`);
  });
  const url = (await app.getUrl()).replace('0.0.0.0', '127.0.0.1');
  new Logger('Serve').log(`Listening on ${url}`);
  return {
    url,
    close: async () => {
      app.get(Readiness).refuseWork();
      await Promise.all([pause(LEAVING_MS), app.get(Workers).stop()]);
      await app.close();
    },
  };
}

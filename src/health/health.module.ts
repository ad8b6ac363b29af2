import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { MetricsService } from './metrics/metrics.service.js';
import { ProbeController } from './probe.controller.js';
import { Readiness } from './readiness.js';
import { SystemFiguresReader } from './system-figures.js';

/** Liveness, readiness and `/metrics` in every process; `/health` and `/stats` where HTTP is served. */
@Module({})
export class HealthModule {
  /** @param figures the module whose `Statistics` are shown. */
  static serving(what: 'everything' | 'probes', figures: Type): DynamicModule {
    return {
      module: HealthModule,
      imports: [TerminusModule.forRoot({ logger: false }), figures],
      controllers: [MetricsController, ProbeController, ...(what === 'everything' ? [HealthController] : [])],
      providers: [HealthService, MetricsService, Readiness, SystemFiguresReader],
      exports: [Readiness],
    };
  }
}

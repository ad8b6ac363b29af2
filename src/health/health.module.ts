import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { ProbeController } from './probe.controller.js';
import { Readiness } from './readiness.js';

/** Liveness and readiness in every process; `/health` and `/stats` where HTTP is served. */
@Module({})
export class HealthModule {
  /** @param figures the module whose `Statistics` are shown. */
  static serving(what: 'everything' | 'probes', figures: Type): DynamicModule {
    return {
      module: HealthModule,
      imports: [TerminusModule.forRoot({ logger: false }), figures],
      controllers: what === 'everything' ? [HealthController, ProbeController] : [ProbeController],
      providers: [HealthService, Readiness],
      exports: [Readiness],
    };
  }
}

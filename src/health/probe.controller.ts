import { Controller, Get } from '@nestjs/common';
import { HealthCheck, type HealthCheckResult, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { HealthService } from './health.service.js';
import { Readiness } from './readiness.js';

/** Kubernetes probes: live while the process can answer at all, ready while it can take work. */
@Controller('health')
export class ProbeController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly health: HealthService,
    private readonly readiness: Readiness,
  ) {}

  @Get('live')
  @HealthCheck()
  live(): Promise<HealthCheckResult> {
    return this.checks.check([]);
  }

  @Get('ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.checks.check([() => this.database(), () => this.process()]);
  }

  private async database() {
    const indicator = this.indicators.check('database');
    return (await this.health.isDatabaseUp()) ? indicator.up() : indicator.down();
  }

  private process() {
    const indicator = this.indicators.check('process');
    return this.readiness.wantsWork ? indicator.up() : indicator.down({ reason: 'starting or stopping' });
  }
}

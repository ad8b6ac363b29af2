import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../infra/config/settings.js';
import { HealthService } from './health.service.js';
import { statsView } from './stats-view.js';
import { SystemFiguresReader } from './system-figures.js';

/** For people and dashboards; the orchestrator asks the probes. */
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthService,
    private readonly figures: SystemFiguresReader,
    private readonly settings: Settings,
  ) {}

  @Get('health')
  async report(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const report = await this.health.report();
    void reply.status(report.status === 'unhealthy' ? 503 : 200);
    return report;
  }

  @Get('stats')
  async stats(): Promise<object> {
    return statsView(await this.figures.read(), this.settings);
  }
}

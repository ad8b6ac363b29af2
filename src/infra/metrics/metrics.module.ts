import { Global, Module } from '@nestjs/common';
import { ProcessMetrics } from './process-metrics.js';

@Global()
@Module({ providers: [ProcessMetrics], exports: [ProcessMetrics] })
export class MetricsModule {}

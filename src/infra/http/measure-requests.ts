import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ProcessMetrics } from '../metrics/process-metrics.js';

/** Counts every answered request, with the time it took. */
export function measureRequests(app: NestFastifyApplication, metrics: ProcessMetrics): void {
  const instance = app.getHttpAdapter().getInstance();
  instance.addHook('onResponse', ({ method, is404, routeOptions }, { statusCode, elapsedTime }, done) => {
    metrics.requestEnded(method, is404 ? undefined : routeOptions.url, statusCode, elapsedTime);
    done();
  });
}

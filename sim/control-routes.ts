import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Control } from './control.js';
import { InputError, readInput, type CustomerMessage, type RawWebhook } from './control-input.js';
import type { FaultInput } from './faults.js';
import type { Settings } from './settings.js';

interface CustomerRoute {
  Params: { phone: string };
}

/** `?last=n`: only the newest n. */
const listQuery = z.strictObject({ last: z.coerce.number().int().min(1).optional() });
const lastOf = (request: FastifyRequest): number | undefined => readInput(listQuery, request.query).last;

/** The control over HTTP, under `/sim`. Bodies are checked by the control itself; wrong ones get a 400 that says why. */
export function controlRoutes(app: FastifyInstance, control: Control): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const isInput = error instanceof InputError || error instanceof RangeError;
    const statusCode = isInput ? 400 : (error.statusCode ?? 500);
    const message = error instanceof InputError ? error.problems : error.message;
    return reply
      .code(statusCode)
      .send({ statusCode, error: statusCode < 500 ? 'Bad Request' : 'Internal Error', message });
  });

  app.get('/sim', () => control.overview());
  app.post('/sim/reset', () => {
    control.reset();
    return control.overview();
  });
  app.put('/sim/settings', (request) => control.changeSettings(request.body as Partial<Settings>));
  app.get('/sim/settings', () => control.settings());
  customerRoutes(app, control);
  recordRoutes(app, control);
  faultRoutes(app, control);
}

function customerRoutes(app: FastifyInstance, control: Control): void {
  app.post<CustomerRoute>('/sim/customers/:phone/messages', (request) =>
    control.writeAsCustomer(request.params.phone, request.body as CustomerMessage),
  );
  app.get<CustomerRoute>('/sim/customers/:phone/messages', (request) => control.thread(request.params.phone));
  app.post('/sim/webhooks', (request) => control.deliverWebhook(request.body as RawWebhook));
  app.post('/sim/verification', () => control.verifyWebhook());
}

function recordRoutes(app: FastifyInstance, control: Control): void {
  app.get('/sim/sent', (request) => control.sent(lastOf(request)));
  app.get('/sim/requests', (request) => control.requests(lastOf(request)));
  app.get('/sim/model-calls', (request) => control.modelCalls(lastOf(request)));
  app.get('/sim/deliveries', (request) => control.deliveries(lastOf(request)));
}

function faultRoutes(app: FastifyInstance, control: Control): void {
  app.get('/sim/faults', () => control.faults());
  app.post('/sim/faults', (request) => control.armFault(request.body as FaultInput));
  app.delete('/sim/faults', () => {
    control.disarmFaults();
    return control.faults();
  });
}

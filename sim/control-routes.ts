import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Control } from './control.js';
import type { MediumInput, RawWebhook } from './control-input.js';
import type { FaultInput } from './fault-kinds.js';
import { InputError, readInput } from './input-error.js';
import type { SettingsChange } from './settings.js';
import type { CustomerMessage } from './whatsapp/inbound/customer-message.js';
import type { PlatformEvent } from './whatsapp/platform/platform-event.js';
import type { TemplateInput } from './whatsapp/templates/template.js';

/*
 * The control over HTTP. Bodies are JSON; every field may be left out where nothing else is said.
 *
 * Customers (`:phone` is a phone, or a business-scoped user id for a customer without one)
 *   POST /sim/customers/:phone/messages   {"text":"Hello"} or {"type":"image"} or any of GET /sim/kinds, with
 *          text       body, caption, emoji, title or new number, whatever the kind has
 *          media      {mimeType, base64 or size, url}; a small file of the right type unless told
 *          target     the message a reaction, an answer, an edit or a revocation is about; the last one unless told
 *          with       keys added to what stands under the type; payload replaces it; more adds keys to the message
 *          replyTo, forwarded (true, "frequently"), referral (true, {…}), group (true, "id")
 *          name, username, userId, parentUserId, phoneAs ("phone", "absent", "empty", "user-id"), id, timestamp
 *        kinds: text image video audio voice document sticker location current_location contacts
 *          contact_request_answer button button_reply list_reply nfm_reply broken_nfm_reply call_permission_reply
 *          empty_interactive reaction reaction_removal order edit revoke request_welcome unsupported hidden
 *          undownloadable user_changed_number user_changed_user_id customer_changed_number customer_identity_changed
 *   GET  /sim/customers/:phone/messages   the thread as the customer sees it
 *   GET  /sim/kinds                       their names; any other name makes a message of an unknown type
 *
 * The platform
 *   POST /sim/platform/:field             {customer, text, id, timestamp, more, value}: smb_message_echoes, standby,
 *          messaging_handovers, history, smb_app_state_sync, calls, user_preferences, user_id_update, account_update,
 *          account_alerts,
 *          message_template_status_update, phone_number_quality_update, messages, or any other field
 *   POST /sim/webhooks                    {body, times, concurrently, signature}: a hand-made webhook
 *   POST /sim/verification                the handshake with the webhook address
 *   GET, PUT /sim/templates               a list of {name, language, components, status, category, parameter_format}
 *   POST /sim/media                       {mimeType, base64 or size, origin} gives {id, sha256, size}
 *
 * What happened (each takes ?last=n)
 *   GET  /sim/sent, /sim/requests, /sim/model-calls, /sim/deliveries, /sim/media-requests
 *
 * Trouble
 *   GET, POST, DELETE /sim/faults         {face, kind, times, match, …}, see fault-kinds.ts
 *   GET, PUT /sim/settings                any of settings.ts; {"strict":{"window":false}} switches one limit off
 *   GET  /sim                             how much of everything there is
 *   POST /sim/reset                       forgets all of it
 */

interface CustomerRoute {
  Params: { phone: string };
}
interface FieldRoute {
  Params: { field: string };
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
  app.put('/sim/settings', (request) => control.changeSettings(request.body as SettingsChange));
  app.get('/sim/settings', () => control.settings());
  customerRoutes(app, control);
  platformRoutes(app, control);
  recordRoutes(app, control);
  faultRoutes(app, control);
}

function customerRoutes(app: FastifyInstance, control: Control): void {
  app.post<CustomerRoute>('/sim/customers/:phone/messages', (request) =>
    control.writeAsCustomer(request.params.phone, request.body as CustomerMessage),
  );
  app.get<CustomerRoute>('/sim/customers/:phone/messages', (request) => control.thread(request.params.phone));
  app.get('/sim/kinds', () => control.kinds());
}

function platformRoutes(app: FastifyInstance, control: Control): void {
  app.post<FieldRoute>('/sim/platform/:field', (request) =>
    control.sendPlatformEvent(request.params.field, (request.body ?? {}) as PlatformEvent),
  );
  app.get('/sim/templates', () => control.templates());
  app.put('/sim/templates', (request) => control.setTemplates(request.body as TemplateInput[]));
  app.post('/sim/media', (request) => control.putMedium(request.body as MediumInput));
  app.post('/sim/webhooks', (request) => control.deliverWebhook(request.body as RawWebhook));
  app.post('/sim/verification', () => control.verifyWebhook());
}

function recordRoutes(app: FastifyInstance, control: Control): void {
  app.get('/sim/sent', (request) => control.sent(lastOf(request)));
  app.get('/sim/requests', (request) => control.requests(lastOf(request)));
  app.get('/sim/model-calls', (request) => control.modelCalls(lastOf(request)));
  app.get('/sim/media-requests', (request) => control.mediaRequests(lastOf(request)));
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

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { errorCodes, type onRequestHookHandler } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route's body arrives as a Buffer of the bytes as sent; set it with Nest's `@RouteConfig`. */
    rawBody?: boolean;
    /** The route reads its body itself, from the request as it comes. */
    streamedBody?: boolean;
  }
}

/** Bytes a raw body may have; the WhatsApp platform sends up to 3 MB. */
const RAW_BODY_LIMIT = 3 * 1024 * 1024;

/** A body must be complete within this, so that slow senders hold no line for long. */
const BODY_LIMIT_MS = 10_000;

/** A route that reads its body itself has the server's own limit. */
const cutSlowBodies =
  (limitMs: number): onRequestHookHandler =>
  (request, reply, done) => {
    if (request.routeOptions.config.streamedBody === true) return done();
    const timer = setTimeout(() => request.raw.complete || request.raw.destroy(), limitMs);
    reply.raw.once('close', () => clearTimeout(timer));
    done();
  };

/** The sender's word for the type decides nothing on a raw route, not even when it is malformed. */
const forgetContentType: onRequestHookHandler = (request, _reply, done) => {
  delete request.headers['content-type'];
  done();
};

/** The type of bodies that are left unread; nobody else's word. */
const STREAM = 'application/x-left-unread';

const markAsStream: onRequestHookHandler = (request, _reply, done) => {
  request.headers['content-type'] = STREAM;
  done();
};

/**
 * Routes marked `@RouteConfig({ rawBody: true })` get their body as a Buffer, whatever its content type, up to 3 MB
 * (413 above). Those marked `@RouteConfig({ streamedBody: true })` read theirs themselves. All others keep Fastify's own
 * JSON parser and limit, and answer 415 to types nobody reads. Who takes longer than `limitMs` for a body is cut off.
 * Call it before `app.init()`, on an application created with `bodyParser: false`.
 */
export function parseBodies(app: NestFastifyApplication, limitMs = BODY_LIMIT_MS): void {
  const instance = app.getHttpAdapter().getInstance();
  instance.addHook('onRequest', cutSlowBodies(limitMs));
  instance.addHook('onRoute', (route) => {
    const { rawBody, streamedBody } = route.config ?? {};
    if (rawBody === true) route.bodyLimit = RAW_BODY_LIMIT;
    const mark = rawBody === true ? forgetContentType : streamedBody === true ? markAsStream : null;
    if (mark !== null) route.onRequest = [mark, ...[route.onRequest ?? []].flat()];
  });
  instance.addContentTypeParser(STREAM, (request, _body, done) =>
    done(request.routeOptions.config.streamedBody === true ? null : new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE()),
  );
  instance.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    if (request.routeOptions.config.rawBody === true) done(null, body);
    else if (request.is404) done(null);
    else done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE());
  });
}

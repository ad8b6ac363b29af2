import type { FastifyInstance, FastifyReply } from 'fastify';
import type { FaultOf } from '../fault-kinds.js';
import type { Faults } from '../faults.js';
import { hold, pause, resetConnection } from '../misbehave.js';
import { now, type JsonObject } from '../records.js';
import type { CloudApi, SendAttempt } from './cloud-api.js';
import { GraphError, titleOf } from './graph-error.js';

type Fault = FaultOf<'whatsapp'> | undefined;
interface MessagesRoute {
  Params: { version: string; phoneNumberId: string };
}

/** The Cloud API's HTTP side. */
export function cloudApiRoutes(app: FastifyInstance, api: CloudApi, faults: Faults): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const refusal = new GraphError(error.statusCode ?? 500, 100, `(#100) ${error.message}`);
    return refuse(refusal, api.note(null, 0), reply);
  });

  app.post<MessagesRoute>('/:version/:phoneNumberId/messages', async (request, reply) => {
    const bytes = Number(request.headers['content-length'] ?? 0);
    const attempt = api.note(request.body, bytes);
    const fault = faults.take('whatsapp', { phone: attempt.to, text: attempt.text, on: attempt.kind });
    attempt.fault = fault?.kind ?? null;
    const spoiled = spoilBefore(fault, attempt, reply);
    if (spoiled !== undefined) return spoiled;
    try {
      api.checkCaller(request.headers.authorization, request.params.phoneNumberId);
      const failure = fault?.kind === 'accept-then-fail' ? fault : undefined;
      const answer = api.accept(attempt, bytes, { failure, twice: fault?.kind === 'accept-twice' });
      return await send(answer, fault, attempt, reply);
    } catch (error) {
      if (error instanceof GraphError) return refuse(error, attempt, reply);
      throw error;
    }
  });
}

/** Acts out a fault that keeps the request from counting; undefined where it counts. */
function spoilBefore(
  fault: Fault,
  attempt: SendAttempt,
  reply: FastifyReply,
): FastifyReply | Promise<FastifyReply> | undefined {
  switch (fault?.kind) {
    case 'error': {
      const { status, code, message = `(#${code}) ${titleOf(code)}`, retryAfter } = fault;
      if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
      return refuse(new GraphError(status, code, message), attempt, reply);
    }
    case 'reset-before-read':
      return resetConnection(reply);
    case 'silence':
      return hold(reply);
    case 'server-error-without-body':
      return close(attempt, 500, reply).send();
    default:
      return undefined;
  }
}

async function send(
  answer: JsonObject,
  fault: Fault,
  attempt: SendAttempt,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const answerOfTwo = fault?.kind === 'accept-twice' ? fault.answer : undefined;
  if (fault?.kind === 'accept-then-reset' || answerOfTwo === 'reset') return resetConnection(reply);
  if (fault?.kind === 'accept-then-silence') return hold(reply);
  if (fault?.kind === 'slow') await pause(fault.ms, reply);
  const said = answerOfTwo === 'second' ? { ...answer, messages: [{ id: attempt.twin }] } : answer;
  return close(attempt, 200, reply).send(said);
}

function refuse(refusal: GraphError, attempt: SendAttempt, reply: FastifyReply): FastifyReply {
  attempt.code = refusal.code;
  return close(attempt, refusal.status, reply).send(refusal.toBody());
}

function close(attempt: SendAttempt, status: number, reply: FastifyReply): FastifyReply {
  attempt.status = status;
  attempt.endedAt = now();
  return reply.code(status);
}

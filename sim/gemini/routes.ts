import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { FaultOf } from '../fault-kinds.js';
import type { Faults } from '../faults.js';
import { cutBody, dripBody, hold, pause, resetConnection } from '../misbehave.js';
import { now, type BoundedList, type JsonObject } from '../records.js';
import { draw, type Settings } from '../settings.js';
import { fileRoutes } from './file-routes.js';
import { GoogleError } from './google-error.js';
import type { KeptFiles } from './kept-files.js';
import { batchEmbedSchema, embeddingsOf, textsIn } from './embeddings.js';
import { generateContentSchema, readQuestion } from './request.js';
import { modelAnswer, type ModelAnswer, streamed } from './responses.js';

/** One request to the model. */
export interface ModelCall {
  model: string;
  method: string;
  body: unknown;
  /** The customer's texts it has to answer. */
  burst: string[];
  /** It asks for a summary, which is written beside the turns. */
  sumsUp: boolean;
  receivedAt: number;
  /** When the answer was out or the connection ended; null while it runs. */
  endedAt: number | null;
  /** `running`, `text`, `tool-call`, `vectors`, `refused`, `aborted`, or the fault that fired on it. */
  outcome: string;
  /** The caller hung up before the answer was out. */
  aborted: boolean;
}

interface ModelRoute {
  Params: { '*': string };
}

/** What the API's HTTP side stands on. */
export interface GeminiParts {
  calls: BoundedList<ModelCall>;
  files: KeptFiles;
  faults: Faults;
  settings: Settings;
}

/** The Gemini API's HTTP side: `:generateContent`, `:streamGenerateContent` and `:batchEmbedContents` of any model, and files. */
export function geminiRoutes(app: FastifyInstance, { calls, files, faults, settings }: GeminiParts): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const refusal = error instanceof GoogleError ? error : new GoogleError(error.statusCode ?? 500, error.message);
    return reply.code(refusal.status).send(refusal.toBody());
  });

  void app.register(async (face) => fileRoutes(face, files));

  app.post<ModelRoute>('/v1beta/models/*', async (request, reply) => {
    const call = begin(request, reply, calls);
    const answerUnder = understand(request, call, files);
    const fault = faults.take('gemini', { text: call.burst.join('\n') });
    if (fault !== undefined) call.outcome = fault.kind;
    if (fault?.kind === 'error') throw new GoogleError(fault.status, fault.message, fault.retryAfter);
    if (fault?.kind === 'hang') return hold(reply);
    const isStream = call.method === 'streamGenerateContent';
    await pause(draw(settings.modelLatencyMs) + (fault?.kind === 'slow' ? fault.ms : 0), reply);
    if (call.aborted) return reply.hijack();
    if (fault?.kind === 'reset' && !isStream) return resetConnection(reply);
    const answer = answerUnder(fault);
    call.outcome = answer.outcome;
    if (isStream) return stream(streamed(answer), fault?.kind === 'reset' || fault?.kind === 'cut', reply);
    const body = JSON.stringify(answer.body);
    if (fault?.kind === 'cut') return cutBody(body, reply);
    if (fault?.kind === 'drip') return dripBody(body, fault.ms, reply);
    return reply.type('application/json').send(fault?.kind === 'not-json' ? body.slice(0, -20) : body);
  });
}

function begin(request: FastifyRequest<ModelRoute>, reply: FastifyReply, calls: BoundedList<ModelCall>): ModelCall {
  const path = request.params['*'];
  const colon = path.lastIndexOf(':');
  const [model, method] = [path.slice(0, Math.max(0, colon)), path.slice(colon + 1)];
  const running = { burst: [], sumsUp: false, receivedAt: now(), endedAt: null, outcome: 'running', aborted: false };
  const call: ModelCall = { model, method, body: request.body, ...running };
  calls.push(call, Number(request.headers['content-length'] ?? 0));
  reply.raw.once('close', () => end(call, reply.raw.writableFinished));
  return call;
}

function end(call: ModelCall, complete: boolean): void {
  call.endedAt = now();
  call.aborted = !complete && call.outcome !== 'reset' && call.outcome !== 'cut';
  if (call.outcome === 'running') call.outcome = call.aborted ? 'aborted' : 'refused';
}

type Answerer = (fault: FaultOf<'gemini'> | undefined) => ModelAnswer;

/** @throws GoogleError for an unknown method, a missing key or a request that makes no sense. */
function understand(request: FastifyRequest, call: ModelCall, files: KeptFiles): Answerer {
  const { model, method } = call;
  if (!['generateContent', 'streamGenerateContent', 'batchEmbedContents'].includes(method) || model === '') {
    throw new GoogleError(404, `models/${model}:${method} is not found for API version v1beta.`);
  }
  if (!request.headers['x-goog-api-key']) {
    throw new GoogleError(403, "Method doesn't allow unregistered callers. Please use API Key to call this API.");
  }
  if (method === 'batchEmbedContents') return embedding(request, call);
  const question = readQuestion(parsed(generateContentSchema, 'GenerateContentRequest', request.body), files);
  call.burst = question.burst;
  call.sumsUp = question.toSumUp !== null;
  return (fault) => modelAnswer(question, model, fault);
}

function embedding(request: FastifyRequest, call: ModelCall): Answerer {
  const batch = parsed(batchEmbedSchema, 'BatchEmbedContentsRequest', request.body);
  call.burst = textsIn(batch);
  return (fault) => ({
    outcome: fault?.kind ?? 'vectors',
    text: null,
    body: fault?.kind === 'empty' ? {} : embeddingsOf(batch),
  });
}

/** @throws GoogleError that says what makes no sense. */
function parsed<T>(schema: z.ZodType<T>, name: string, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const wrong = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new GoogleError(400, `* ${name}: ${wrong.join('; ')}`);
}

/** Server-sent events, one a piece; only the first when the connection is to break. */
function stream(pieces: JsonObject[], breaks: boolean, reply: FastifyReply): FastifyReply {
  const events = pieces.map((piece) => `data: ${JSON.stringify(piece)}\r\n\r\n`);
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
  if (breaks) reply.raw.write(events[0] ?? '', () => resetConnection(reply));
  else reply.raw.end(events.join(''));
  return reply;
}

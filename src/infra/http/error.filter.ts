import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { STATUS_CODES } from 'node:http';
import { isUnavailable } from '../database/unavailable.js';
import { BusyError, CallerError, UnavailableError } from '../errors.js';

/** Seconds a caller is asked to wait while the database is away. */
const DATABASE_RETRY_AFTER_S = 5;

interface Answer {
  status: number;
  body: object;
  retryAfterS?: number;
}

/**
 * Turns every error of an HTTP request into `{"statusCode":…,"error":"…","message":…}`. The caller's faults are told
 * as they are; what is away for now is 503 with `Retry-After`; anything else is logged with its stack and answered
 * 500 without a word of what it was.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly log = new Logger(ErrorFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const answer = answerTo(error);
    if (answer.status === 500) this.log.error(withStack(error));
    else if (answer.status === 503 && !(error instanceof BusyError)) this.log.warn(`Unavailable: ${String(error)}`);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // A stream that has begun can only be cut off.
    if (reply.sent || reply.raw.headersSent) return void reply.raw.destroy();
    if (answer.retryAfterS !== undefined) reply.header('retry-after', answer.retryAfterS);
    reply.status(answer.status).type('application/json; charset=utf-8').send(answer.body);
  }
}

function answerTo(error: unknown): Answer {
  if (error instanceof CallerError) return inForm(error.status, error.fields ?? error.message, error.details);
  if (error instanceof UnavailableError) return { ...inForm(503, error.message), retryAfterS: error.retryAfterS };
  if (error instanceof HttpException) return inForm(error.getStatus(), error.message, bodyOf(error));
  const status = fastifyStatus(error);
  if (status !== undefined) return inForm(status, (error as Error).message);
  if (isUnavailable(error)) {
    return { ...inForm(503, 'The database is away'), retryAfterS: DATABASE_RETRY_AFTER_S };
  }
  return inForm(500, 'Internal Server Error');
}

const inForm = (status: number, message: string | string[], more: object = {}): Answer => ({
  status,
  body: { statusCode: status, error: STATUS_CODES[status] ?? 'Error', message, ...more },
});

/** What Nest put together itself (field messages, health details) is kept. */
function bodyOf(error: HttpException): object {
  const body = error.getResponse();
  return typeof body === 'object' ? body : {};
}

/** 400, 413, 415, … of Fastify itself; its own faults are ours. */
function fastifyStatus(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  const isCallersFault = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  return isCallersFault && typeof code === 'string' && code.startsWith('FST_') ? statusCode : undefined;
}

const withStack = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

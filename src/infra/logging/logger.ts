import type { LoggerService, LogLevel } from '@nestjs/common';
import pino from 'pino';

type Message = string | { msg: string; [field: string]: unknown };

/** Names of levels as people set them, and as pino knows them. */
const LEVELS: Record<string, pino.Level> = { warning: 'warn' };

/**
 * Writes one JSON line a message: a fixed sentence in `msg`, facts as fields, the class in `context`. Texts of
 * customers, phones and secrets are never passed to it.
 */
export class JsonLogger implements LoggerService {
  private readonly pino: pino.Logger;

  constructor(level: string) {
    this.pino = pino({ level: LEVELS[level] ?? level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  }

  log(message: Message, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }
  error(message: Message, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: Message, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: Message, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: Message, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }
  fatal(message: Message, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }
  /** The level is a setting of the process. */
  setLogLevels(_levels: LogLevel[]): void {}

  /** Nest passes the context last, and a stack before it. */
  private write(level: pino.Level, message: Message, rest: unknown[]): void {
    const context = rest.at(-1);
    const stack = rest.length > 1 ? rest[0] : undefined;
    const fields = typeof message === 'string' ? { msg: message } : message;
    this.pino[level]({ context, ...(stack === undefined ? {} : { stack }), ...fields });
  }
}

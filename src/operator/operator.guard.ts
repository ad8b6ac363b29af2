import { type CanActivate, type ExecutionContext, Injectable, Logger } from '@nestjs/common';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../infra/config/settings.js';
import { CallerError } from '../infra/errors.js';

/** A request whose operator is known. */
export interface OperatorRequest extends FastifyRequest {
  operatorId: string;
}

interface Key {
  name: string;
  digest: Buffer;
}

const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();

/**
 * Lets operators in by `Authorization: Bearer`; the key's name is who they are. Without any key set the API is open,
 * which the settings refuse in production.
 */
@Injectable()
export class OperatorGuard implements CanActivate {
  private readonly keys: Key[];

  constructor(settings: Settings) {
    this.keys = settings.OPERATOR_API_KEYS.map((pair) => {
      const colon = pair.indexOf(':');
      return { name: pair.slice(0, colon), digest: digestOf(pair.slice(colon + 1)) };
    });
    if (this.keys.length === 0) {
      new Logger(OperatorGuard.name).warn('The operator API is OPEN: no OPERATOR_API_KEYS are set');
    }
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<OperatorRequest>();
    request.operatorId = this.keys.length === 0 ? 'operator' : this.nameFor(request.headers.authorization);
    return true;
  }

  /** Compares digests, so that neither length nor content of a key shows in the time it takes. */
  private nameFor(authorization: string | undefined): string {
    const digest = digestOf(/^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '');
    const key = this.keys.find((known) => timingSafeEqual(known.digest, digest));
    if (key === undefined) throw new CallerError(401, 'An operator key is needed: Authorization: Bearer <key>');
    return key.name;
  }
}

import { type CanActivate, type ExecutionContext, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../infra/config/settings.js';
import { CallerError } from '../infra/errors.js';
import { isSigned } from './signature.js';

const EMPTY = Buffer.alloc(0);

/**
 * Lets in only what the platform signed with one of our app secrets, judged over the raw bytes. With no secret set,
 * everything is let in outside production, and nothing in production.
 */
@Injectable()
export class WebhookSignatureGuard implements CanActivate, OnModuleInit {
  private readonly log = new Logger(WebhookSignatureGuard.name);

  constructor(private readonly settings: Settings) {}

  onModuleInit(): void {
    if (!this.isOpen) return;
    this.log.warn(
      'WHATSAPP_APP_SECRET IS NOT SET: POST /webhook BELIEVES ANYONE. Never run like this with real customers.',
    );
  }

  canActivate(context: ExecutionContext): boolean {
    const { body, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const bytes = Buffer.isBuffer(body) ? body : EMPTY;
    if (this.isOpen || isSigned(bytes, headers['x-hub-signature-256'], this.settings.WHATSAPP_APP_SECRET)) return true;
    throw new CallerError(401, 'X-Hub-Signature-256 is missing or does not sign this body');
  }

  private get isOpen(): boolean {
    return this.settings.WHATSAPP_APP_SECRET.length === 0 && !this.settings.isProduction;
  }
}

import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import { CallerError } from '../errors.js';
import { fieldMessages } from './field-messages.js';

/**
 * Checks each request against the rules of its class; a field without a rule is refused.
 * @throws CallerError 400 with a sentence for each fault
 */
export class RequestValidation extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      exceptionFactory: (errors) => new CallerError(400, fieldMessages(errors)),
    });
  }

  /** The libraries beneath break on nesting without end, which is the request's fault. */
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new CallerError(400, 'The request is nested too deeply');
    }
  }
}

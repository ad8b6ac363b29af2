import { Injectable, Logger } from '@nestjs/common';
import { WhatsAppClient } from '../../infra/clients/whatsapp/whatsapp.client.js';
import { Sending } from '../sending/sending.service.js';

/** The platform shows it for 25 s. Source: Cloud API, typing indicators. */
const SHOWN_AGAIN_AFTER_MS = 20_000;
/** A request that takes longer is given up; at most one is on its way for each turn. */
const REQUEST_LIMIT_MS = 3_000;

/**
 * Lets the customer see that their message was read and an answer is being written. Nobody waits for it, and it fails
 * without a word: an answer is worth more than the promise of one.
 */
@Injectable()
export class TypingIndicator {
  private readonly logger = new Logger(TypingIndicator.name);

  constructor(
    private readonly whatsApp: WhatsAppClient,
    private readonly sending: Sending,
  ) {}

  /**
   * Shows it below the customer's message until the returned function is called, which also gives up a request that is
   * on its way: it must not arrive after the answer.
   * @param externalId null where there is no message that could be marked as read
   */
  show(externalId: string | null): () => void {
    if (externalId === null) return () => undefined;
    const end = new AbortController();
    const show = (): void => void this.request(externalId, end.signal);
    show();
    const timer = setInterval(show, SHOWN_AGAIN_AFTER_MS);
    return () => {
      clearInterval(timer);
      end.abort();
    };
  }

  private async request(externalId: string, end: AbortSignal): Promise<void> {
    try {
      // Then no answer is sure to follow soon, and the platform has asked for fewer requests.
      if (await this.sending.isHeld()) return;
      await this.whatsApp.showTyping(externalId, AbortSignal.any([end, AbortSignal.timeout(REQUEST_LIMIT_MS)]));
    } catch (error) {
      if (!end.aborted) this.logger.debug(`Typing could not be shown: ${(error as Error).message}`);
    }
  }
}

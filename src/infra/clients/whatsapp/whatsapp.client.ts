import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { Faults } from '../../faults/faults.js';
import { messageBody, type OutgoingMessage } from './body/message-body.js';
import { classifyAnswer, classifyFailure, type SendOutcome } from './send-outcome.js';

/** Longest wait for the platform's answer; after it the outcome is unknown. */
const SEND_LIMIT_MS = 10_000;

/** The WhatsApp Cloud API. Methods never throw: whatever happens is an outcome. */
@Injectable()
export class WhatsAppClient {
  private readonly url: string;
  private readonly headers: Record<string, string>;

  constructor(
    settings: Settings,
    private readonly faults: Faults,
  ) {
    const { WHATSAPP_API_URL, WHATSAPP_API_VERSION, WHATSAPP_PHONE_NUMBER_ID } = settings;
    this.url = `${WHATSAPP_API_URL.replace(/\/$/, '')}/${WHATSAPP_API_VERSION}/${WHATSAPP_PHONE_NUMBER_ID}/messages`;
    this.headers = {
      authorization: `Bearer ${settings.WHATSAPP_ACCESS_TOKEN}`,
      'content-type': 'application/json',
    };
  }

  async send(message: OutgoingMessage): Promise<SendOutcome> {
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: this.headers,
        body: JSON.stringify(messageBody(message)),
        redirect: 'error',
        signal: AbortSignal.timeout(SEND_LIMIT_MS),
      });
      const body: unknown = await response.json().catch(() => null);
      await this.faults.reach('response-read');
      return classifyAnswer(response.status, body, response.headers.get('retry-after'), new Date());
    } catch (error) {
      return classifyFailure(error);
    }
  }
}

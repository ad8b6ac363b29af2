import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { Faults } from '../../faults/faults.js';
import { messageBody, type OutgoingMessage } from './body/message-body.js';
import { graphAccess } from './graph-access.js';
import { classifyAnswer, classifyFailure, type SendOutcome } from './send-outcome.js';

/** Longest wait for the platform's answer; after it the outcome is unknown. */
const SEND_LIMIT_MS = 10_000;

/** The business's number at the WhatsApp Cloud API. */
@Injectable()
export class WhatsAppClient {
  private readonly url: string;
  private readonly headers: Record<string, string>;

  constructor(
    settings: Settings,
    private readonly faults: Faults,
  ) {
    const { url, headers } = graphAccess(settings);
    this.url = `${url}/${settings.WHATSAPP_PHONE_NUMBER_ID}/messages`;
    this.headers = { ...headers, 'content-type': 'application/json' };
  }

  /** Never throws: whatever happens is an outcome. */
  async send(message: OutgoingMessage): Promise<SendOutcome> {
    try {
      const response = await this.post(messageBody(message), AbortSignal.timeout(SEND_LIMIT_MS));
      const body: unknown = await response.json().catch(() => null);
      await this.faults.reach('response-read');
      return classifyAnswer(response.status, body, response.headers.get('retry-after'), new Date());
    } catch (error) {
      return classifyFailure(error);
    }
  }

  /**
   * Marks a customer's message, and all before it, as read, and shows for 25 s, or until the next message of ours,
   * that an answer is being written. Source: Cloud API, typing indicators.
   * @throws when the platform does not take it, or `signal` ends it
   */
  async showTyping(externalId: string, signal: AbortSignal): Promise<void> {
    const mark = { messaging_product: 'whatsapp', status: 'read', message_id: externalId };
    const response = await this.post({ ...mark, typing_indicator: { type: 'text' } }, signal);
    const answer = await response.text();
    if (!response.ok) throw new Error(`WhatsApp answered ${response.status}: ${answer.slice(0, 300)}`);
  }

  private post(body: object, signal: AbortSignal): Promise<Response> {
    const { url, headers } = this;
    return fetch(url, { method: 'POST', headers, body: JSON.stringify(body), redirect: 'error', signal });
  }
}

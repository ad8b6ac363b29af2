import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { Faults } from '../../faults/faults.js';
import { messageBody, type OutgoingMessage } from './body/message-body.js';
import { graphAccess } from './graph-access.js';
import { readJson } from './media/request.js';
import { postMessage } from './post-message.js';
import { classifyAnswer, classifyFailure, type SendOutcome } from './send-outcome.js';

/** Longest wait for the platform's answer; after it the outcome is unknown. */
const SEND_LIMIT_MS = 10_000;
const ANSWER_LIMIT = 65_536;

/** The business's number at the WhatsApp Cloud API. */
@Injectable()
export class WhatsAppClient {
  private readonly address: URL;
  private readonly headers: Record<string, string>;

  constructor(
    settings: Settings,
    private readonly faults: Faults,
  ) {
    const { url, headers } = graphAccess(settings);
    this.address = new URL(`${url}/${settings.WHATSAPP_PHONE_NUMBER_ID}/messages`);
    this.headers = { ...headers, 'content-type': 'application/json' };
  }

  /**
   * Never throws: whatever happens is an outcome.
   * @param sendBefore by `performance.now()`: the message does not leave any later than that
   */
  async send(message: OutgoingMessage, sendBefore: number): Promise<SendOutcome> {
    try {
      const response = await postMessage({
        address: this.address,
        headers: this.headers,
        body: JSON.stringify(messageBody(message)),
        writeBefore: sendBefore,
        signal: AbortSignal.timeout(SEND_LIMIT_MS),
        onWritten: () => void this.faults.reach('request-written'),
      });
      const body = await readJson(response, ANSWER_LIMIT);
      await this.faults.reach('response-read');
      return classifyAnswer(response.statusCode ?? 0, body, response.headers['retry-after'] ?? null, new Date());
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
    const body = JSON.stringify({ ...mark, typing_indicator: { type: 'text' } });
    const { address, headers } = this;
    const response = await fetch(address, { method: 'POST', headers, body, redirect: 'error', signal });
    const answer = await response.text();
    if (!response.ok) throw new Error(`WhatsApp answered ${response.status}: ${answer.slice(0, 300)}`);
  }
}

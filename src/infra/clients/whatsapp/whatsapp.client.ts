import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { Faults } from '../../faults/faults.js';
import { classifyAnswer, classifyFailure, type SendOutcome } from './send-outcome.js';

/** Longest wait for the platform's answer; after it the outcome is unknown. */
const SEND_LIMIT_MS = 10_000;

/** Who gets a message: a phone in E.164, or a business-scoped id where the platform hides the phone. */
export type Recipient = { phone: string } | { userId: string };

export interface MediaToSend {
  type: 'image' | 'video' | 'audio' | 'document' | 'sticker';
  id?: string;
  link?: string;
  caption?: string;
  filename?: string;
}

export interface OutgoingMessage {
  recipient: Recipient;
  text: string | null;
  media: MediaToSend | null;
  /** Platform id of the message to quote. */
  replyTo: string | null;
  /** Comes back in every status of this message; at most 512 characters. */
  label: string;
}

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
        body: JSON.stringify(bodyOf(message)),
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

const bodyOf = ({ recipient, text, media, replyTo, label }: OutgoingMessage): object => ({
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  // The plus matters: without it a number that looks local gets the business's own country code.
  ...('phone' in recipient ? { to: `+${recipient.phone}` } : { recipient: recipient.userId }),
  ...(media === null ? { type: 'text', text: { body: text, preview_url: false } } : mediaBody(media)),
  ...(replyTo === null ? {} : { context: { message_id: replyTo } }),
  biz_opaque_callback_data: label,
});

const mediaBody = ({ type, ...rest }: MediaToSend): object => ({ type, [type]: rest });

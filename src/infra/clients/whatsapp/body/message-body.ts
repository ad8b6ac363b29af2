import type { ContactToSend, OutgoingContent } from '../outgoing-content.js';
import { fileBody, placeBody } from './file-body.js';
import { interactiveBody } from './interactive-body.js';
import { templateBody } from './template-body.js';

/** Who gets a message: a phone in E.164, or a business-scoped id where the platform hides the phone. */
export type Recipient = { phone: string } | { userId: string };

export interface OutgoingMessage {
  recipient: Recipient;
  content: OutgoingContent;
  /** Platform id of the message to quote. */
  replyTo: string | null;
  /** Comes back in every status of this message; at most 512 characters. */
  label: string;
}

/** The platform's form of a message. Source: Cloud API, `POST /{phone number id}/messages`. */
export const messageBody = ({ recipient, content, replyTo, label }: OutgoingMessage): object => ({
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  // The plus matters: without it a number that looks local gets the business's own country code.
  ...('phone' in recipient ? { to: `+${recipient.phone}` } : { recipient: recipient.userId }),
  ...contentBody(content),
  ...(replyTo === null ? {} : { context: { message_id: replyTo } }),
  biz_opaque_callback_data: label,
});

function contentBody(content: OutgoingContent): object {
  switch (content.type) {
    case 'text':
      return { type: 'text', text: { body: content.text, preview_url: false } };
    case 'location':
      return { type: 'location', location: placeBody(content) };
    case 'contacts':
      return { type: 'contacts', contacts: content.contacts.map(contactBody) };
    case 'reaction':
      return { type: 'reaction', reaction: { message_id: content.message_id, emoji: content.emoji } };
    case 'template':
      return { type: 'template', template: templateBody(content) };
    case 'buttons':
    case 'list':
    case 'cta_url':
    case 'location_request':
      return { type: 'interactive', interactive: interactiveBody(content) };
    default:
      return { type: content.type, [content.type]: fileBody(content) };
  }
}

/** A name needs a second part beside the formatted one. Source: Cloud API, contacts messages. */
const contactBody = ({ name, phones, emails, organization }: ContactToSend): object => ({
  name: { formatted_name: name, first_name: name },
  ...(phones === undefined ? {} : { phones }),
  ...(emails === undefined ? {} : { emails: emails.map((email) => ({ email })) }),
  ...(organization === undefined ? {} : { org: { company: organization } }),
});

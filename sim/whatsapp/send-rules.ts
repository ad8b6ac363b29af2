import { now, isObject, type JsonObject } from '../records.js';
import type { Settings } from '../settings.js';
import { refused } from './graph-error.js';
import type { CustomerWindow } from './limits/customer-window.js';
import { SendRates } from './limits/send-rates.js';
import type { MediaStore } from './media/media-store.js';
import { canBeSentAs } from './media/media-types.js';
import type { TemplateContent } from './sends/content.js';
import type { Template } from './templates/template.js';
import type { TemplateBook } from './templates/template-book.js';
import { checkParameters } from './templates/template-check.js';
import type { Threads } from './threads.js';
import type { Failure } from './webhook-bodies.js';

/** Reactions reach messages of the last 30 days. */
const REACTION_MS = 30 * 24 * 60 * 60 * 1_000;

/** What the platform knows beyond the form of a request. */
interface Known {
  settings: Settings;
  threads: Threads;
  window: CustomerWindow;
  media: MediaStore;
  templates: TemplateBook;
}

/** A message whose form is right. */
export interface Message {
  /** Name of the customer's thread. */
  customer: string;
  type: string;
  body: JsonObject;
}

/** Whether a message of the right form may be sent: its template, target and media, the window and the rates. */
export class SendRules {
  readonly #rates = new SendRates();

  constructor(private readonly known: Known) {}

  /**
   * @returns what the message will fail with although it is accepted; undefined where it will not
   * @throws GraphError when it is refused at once
   */
  check(message: Message): Failure | undefined {
    this.#checkContent(message);
    this.#checkRates(message.customer);
    return this.#windowFailure(message) ?? this.#mediumFailure(message);
  }

  /** The template a message is made of; undefined for any other. */
  templateOf({ type, body }: Message): Template | undefined {
    if (type !== 'template') return undefined;
    const { name, language } = body['template'] as TemplateContent;
    return this.known.templates.find(name, language.code);
  }

  reset(): void {
    this.#rates.reset();
  }

  #checkContent(message: Message): void {
    const { type, body } = message;
    const template = this.templateOf(message);
    if (template !== undefined) checkParameters(template, body['template'] as TemplateContent);
    if (type === 'reaction' && isObject(body['reaction'])) this.#checkTarget(String(body['reaction']['message_id']));
    for (const id of this.known.settings.strict.mediaIds ? mediaIn(body[type]) : []) {
      if (this.known.media.get(id) !== undefined) continue;
      throw refused(100, `Param ${type}["id"] is not a valid whatsapp business account media attachment ID.`);
    }
  }

  #checkTarget(id: string): void {
    const target = this.known.threads.find(id);
    if (target === undefined) throw refused(131009, 'message_id names no message of ours or of a customer');
    if (target.type === 'reaction') throw refused(131009, 'message_id names a reaction');
    if (now() - target.sentAt > REACTION_MS) throw refused(131009, 'message_id names a message older than 30 days');
  }

  #checkRates(customer: string): void {
    const { throughput, pair } = this.known.settings.strict;
    if (!this.#rates.takeThroughput(throughput, now())) {
      throw refused(130429, 'Cloud API message throughput has been reached.');
    }
    if (pair && !this.#rates.takePair(customer, now())) {
      throw refused(131056, 'Too many messages sent from this phone number to the same customer.');
    }
  }

  #windowFailure({ customer, type }: Message): Failure | undefined {
    const { window, windowForStrangers, windowRefusal } = this.known.settings.strict;
    const state = this.known.window.of(customer);
    const isShut = state === 'closed' || (state === 'unknown' && windowForStrangers);
    if (!window || type === 'template' || !isShut) return undefined;
    const message = 'Message failed to send because more than 24 hours have passed since the customer last replied.';
    if (windowRefusal === 'at-once') throw refused(131047, message);
    return { code: 131047, message };
  }

  /** A medium of a type that cannot be sent so is noticed only when it is processed. */
  #mediumFailure(message: Message): Failure | undefined {
    const medium = this.known.media.get(mediumIn(message) ?? '');
    const content = message.body[message.type];
    const isVoice = isObject(content) && content['voice'] === true;
    if (medium === undefined || canBeSentAs(message.type, medium.mimeType, isVoice)) return undefined;
    return { code: 131053, message: `${medium.mimeType} cannot be sent as ${isVoice ? 'voice' : message.type}` };
  }
}

const mediumIn = ({ type, body }: Message): string | undefined => {
  const content = body[type];
  return isObject(content) && typeof content['id'] === 'string' ? content['id'] : undefined;
};

/** The ids of all media of a message: its own, that of an interactive header, those that fill a template. */
function mediaIn(content: unknown): string[] {
  if (!isObject(content)) return [];
  const { id, header, components } = content;
  const fillings = (Array.isArray(components) ? components : []).flatMap((one) =>
    isObject(one) ? one['parameters'] : [],
  );
  const framed = [header, ...fillings].flatMap((part) =>
    isObject(part) ? ['image', 'video', 'document'].flatMap((type) => mediaIn(part[type])) : [],
  );
  return [...(typeof id === 'string' ? [id] : []), ...framed];
}

import { append, type Delivery, emptyDelivery } from '../conversation/incoming.js';
import { FIELD_READERS } from './fields/field-readers.js';
import { type Contacts, contactsOf } from './identity.js';
import { ANOTHER_NUMBER, setAside } from './set-aside.js';
import { listOf, type Shape, shapeOf, stringOf } from './shape.js';
import { translateMessage } from './translate-message.js';
import { translateStatus } from './translate-status.js';

/** The only field whose messages are for us to answer; of others we only take note. */
const MESSAGES = 'messages';
/** Members of its value that are no items. */
const ENVELOPE = new Set(['messaging_product', 'metadata', 'contacts']);
/** Things set aside from one request; the platform batches at most 1,000 updates, so more is junk and only counted. */
const EVENT_LIMIT = 1_000;

/**
 * All that one webhook request carries, in our words. Never throws on parsed JSON: an odd item is set aside as it
 * came and its neighbours are translated.
 * @param phoneNumberId what is for another number is set aside; undefined takes all numbers as ours.
 */
export function translate(payload: unknown, phoneNumberId: string | undefined, now = new Date()): Delivery {
  return new Translation(phoneNumberId, now).of(payload);
}

/** What the items of one change share. */
interface Surroundings {
  isOurs: boolean;
  contacts: Contacts;
}

class Translation {
  private readonly delivery: Delivery = emptyDelivery();
  private leftOut = 0;

  constructor(
    private readonly phoneNumberId: string | undefined,
    private readonly now: Date,
  ) {}

  of(payload: unknown): Delivery {
    const entries = listOf(shapeOf(payload)?.entry);
    if (entries === undefined) this.setAside('', payload, 'no entries');
    for (const entry of entries ?? []) this.entry(entry);
    const { leftOut } = this;
    if (leftOut > 0)
      this.delivery.events.push(setAside('', { leftOut, at: this.now.toISOString() }, 'too many to keep'));
    return this.delivery;
  }

  private entry(entry: unknown): void {
    const changes = listOf(shapeOf(entry)?.changes);
    if (changes === undefined) this.setAside('', entry, 'no changes');
    for (const change of changes ?? []) this.change(change);
  }

  private change(change: unknown): void {
    const shape = shapeOf(change);
    if (shape === undefined) return this.setAside('', change, 'not a change');
    const value = shapeOf(shape.value);
    if (shape.field !== MESSAGES) return this.otherField(shape.field, shape.value);
    if (value === undefined) return this.setAside(MESSAGES, shape.value, 'no value');
    const surroundings = { isOurs: this.isOurs(value), contacts: contactsOf(value.contacts) };
    for (const list of Object.keys(value)) {
      if (!ENVELOPE.has(list)) this.items(list, value[list], surroundings);
    }
  }

  private otherField(field: unknown, value: unknown): void {
    const reader = FIELD_READERS.get(field);
    const shape = shapeOf(value);
    if (reader === undefined || shape === undefined) return this.setAside(field, value, 'a field nobody answers');
    if (!this.isOurs(shape)) return this.setAside(field, value, ANOTHER_NUMBER);
    try {
      const { aside, ...news } = reader(shape, this.now);
      append(news, this.delivery);
      for (const kept of aside) this.setAside(field, kept.value, kept.note);
    } catch {
      this.setAside(field, value, 'unreadable');
    }
  }

  private items(list: string, value: unknown, surroundings: Surroundings): void {
    if (value === null) return;
    for (const item of listOf(value) ?? [value]) {
      try {
        const note = surroundings.isOurs ? this.item(list, item, surroundings.contacts) : ANOTHER_NUMBER;
        if (note !== undefined) this.setAside(MESSAGES, item, note);
      } catch {
        this.setAside(MESSAGES, item, 'unreadable');
      }
    }
  }

  /** Takes one item in; else says why it is to be set aside. */
  private item(list: string, item: unknown, contacts: Contacts): string | undefined {
    if (list !== 'messages' && list !== 'statuses') return `neither message nor status: ${list}`;
    const shape = shapeOf(item);
    if (shape === undefined) return `no object among the ${list}`;
    const translated =
      list === 'messages' ? translateMessage(shape, contacts, this.now) : translateStatus(shape, this.now);
    if (typeof translated === 'string') return translated;
    if ('sentAt' in translated) this.delivery.messages.push(translated);
    else this.delivery.reports.push(translated);
    return undefined;
  }

  private setAside(field: unknown, value: unknown, note: string): void {
    if (this.delivery.events.length < EVENT_LIMIT) this.delivery.events.push(setAside(field, value, note));
    else this.leftOut++;
  }

  private isOurs(value: Shape): boolean {
    const id = stringOf((shapeOf(value.metadata) ?? shapeOf(value.recipient))?.phone_number_id);
    return this.phoneNumberId === undefined || id === undefined || id === this.phoneNumberId;
  }
}

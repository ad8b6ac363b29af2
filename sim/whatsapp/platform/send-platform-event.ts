import { newMessageId } from '../../ids.js';
import { readInput } from '../../input-error.js';
import type { Parts } from '../../parts.js';
import { unixSeconds } from '../../records.js';
import { envelope } from '../webhook-bodies.js';
import { accountFields, numberFields } from './account-fields.js';
import { platformEventSchema, type PlatformEvent, type Scene } from './platform-event.js';
import { speakerFields } from './speaker-fields.js';

/**
 * The platform reports news of this field; the webhook goes out at once. A field nobody knows has `more` as its value.
 * @throws InputError that names every wrong part
 */
export function sendPlatformEvent(parts: Parts, field: string, event: PlatformEvent): { id: string } {
  const input = readInput(platformEventSchema, { ...event, field });
  const { id = newMessageId(), timestamp = unixSeconds(), text, more } = input;
  const customer = parts.threads.customerOf(input.customer);
  const scene: Scene = { number: parts.number, customer, text, id, timestamp: String(timestamp), more };
  const made = fieldsOf(field)?.(scene) ?? more;
  const time = Object.hasOwn(accountFields, field) ? Number(unixSeconds()) : undefined;
  if (input.value === undefined) takeNote(parts, field, scene);
  const subject = { kind: 'platform', messageId: id, customer } as const;
  parts.sender.send(subject, text, envelope(input.value ?? made, field, time));
  return { id };
}

const fieldsOf = (name: string) => {
  const all = { ...speakerFields, ...numberFields, ...accountFields };
  return Object.hasOwn(all, name) ? all[name] : undefined;
};

/** What the customer sees of it, and whether the customer spoke, which opens the window. */
function takeNote({ threads, window }: Parts, field: string, { customer, id, text, timestamp }: Scene): void {
  const shown = { id, type: 'text', text, payload: null, label: null };
  if (field === 'smb_message_echoes') threads.add(customer, { ...shown, direction: 'outbound', status: 'delivered' });
  if (field === 'standby') threads.add(customer, { ...shown, direction: 'inbound', status: 'delivered' });
  if (field === 'standby' || field === 'calls') window.heard([customer], timestamp);
}

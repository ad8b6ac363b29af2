import type { Handover } from '../../conversation/incoming.js';
import { contactsOf, phoneOf, userIdOf } from '../identity.js';
import { platformTime } from '../platform-time.js';
import { type Shape, shapeOf } from '../shape.js';
import { translateMessage } from '../translate-message.js';
import { translateStatus } from '../translate-status.js';
import { translateAgentEcho } from './echoes.js';
import { type FieldReader, readItems } from './field-reader.js';

/** `standby`: another agent holds the thread, and we are told what is said. It is never answered. */
export const readStandby: FieldReader = (value, now) => {
  const told = shapeOf(value.standby) ?? value;
  const contacts = contactsOf(told.contacts ?? value.contacts);
  const messages = readItems(told.messages, (item) => overheard(translateMessage(item, contacts, now)));
  const echoes = readItems(told.message_echoes, (item) => translateAgentEcho(item, now));
  const reports = readItems(told.statuses, (item) => translateStatus(item, now));
  return {
    messages: messages.items,
    echoes: echoes.items,
    reports: reports.items,
    aside: [...messages.aside, ...echoes.aside, ...reports.aside],
  };
};

const overheard = <T extends object>(message: T | string): (T & { needsAnswer: false; isOverheard: true }) | string =>
  typeof message === 'string' ? message : { ...message, needsAnswer: false, isOverheard: true };

/** `messaging_handovers`: the thread goes from one agent to another. Which of them we are it does not say. */
export const readHandover: FieldReader = (value, now) => {
  const aside = [{ value, note: 'the thread went to another agent' }];
  const handover = handoverOf(shapeOf(value.sender) ?? {}, value.timestamp, now);
  return handover === undefined ? { aside } : { handovers: [handover], aside };
};

const handoverOf = (customer: Shape, timestamp: unknown, now: Date): Handover | undefined => {
  const waId = phoneOf(customer.phone_number) ?? phoneOf(customer.wa_id);
  const userId = userIdOf(customer.user_id, customer.phone_number);
  if (waId === null && userId === null) return undefined;
  return { customer: { waId, userId, parentUserId: null }, at: platformTime(timestamp, now) };
};

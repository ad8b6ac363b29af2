import type { ContactDetails } from '../../conversation/message-content.js';
import { listOf, type Shape, shapeOf } from '../shape.js';
import type { Content } from './content.js';
import { present, textOf } from './fields.js';

const CONTACT_LIMIT = 20;
/** Phones and addresses of mail kept of one contact. */
const WAYS_LIMIT = 5;

/** Address cards. The platform does not say whether `origin` stands in the card or in the message; both are read. */
export function readContacts(payload: unknown, message: Shape): Content | undefined {
  const cards = shapesIn(payload, CONTACT_LIMIT);
  if (cards.length === 0) return undefined;
  return { kind: 'contacts', details: { contacts: cards.map((card) => contactOf(card, message.origin)) } };
}

const contactOf = (card: Shape, origin: unknown): ContactDetails => {
  const emails = shapesIn(card.emails, WAYS_LIMIT).flatMap(({ email }) => textOf(email) ?? []);
  return present({
    name: nameOf(card),
    phones: shapesIn(card.phones, WAYS_LIMIT).map(({ phone, wa_id, user_id }) =>
      present({ phone: textOf(phone), wa_id: textOf(wa_id), user_id: textOf(user_id) }),
    ),
    emails: emails.length === 0 ? undefined : emails,
    organization: textOf(shapeOf(card.org)?.company),
    origin: textOf(card.origin) ?? textOf(origin),
  });
};

const nameOf = ({ name: value }: Shape): string | undefined => {
  const name = shapeOf(value);
  return textOf(name?.formatted_name) ?? textOf(name?.first_name) ?? textOf(name?.last_name);
};

const shapesIn = (value: unknown, limit: number): Shape[] =>
  (listOf(value) ?? [])
    .slice(0, limit)
    .map(shapeOf)
    .filter((shape) => shape !== undefined);

import type { ContactDetails, PlaceDetails } from '../message-content.js';
import { shortened } from './shortened.js';

/** Characters of one thing that are told. */
export const THING_LIMIT = 200;

export function describePlace({ latitude, longitude, name, address }: PlaceDetails): string {
  const place = [name, address].filter((part) => part !== undefined).join(', ');
  const at = `${latitude}, ${longitude}`;
  return place === '' ? `(sent a location: ${at})` : `(sent a location: ${shortened(place, THING_LIMIT)}, at ${at})`;
}

export const describeContacts = (contacts: Partial<ContactDetails>[]): string =>
  `(sent contacts: ${contacts.map(describeContact).join('; ')})`;

const describeContact = ({ name, phones = [] }: Partial<ContactDetails>): string => {
  const numbers = phones.flatMap(({ phone, wa_id }) => phone ?? wa_id ?? []).join(', ');
  return shortened(`${name ?? 'no name'}${numbers === '' ? '' : ` ${numbers}`}`, THING_LIMIT);
};

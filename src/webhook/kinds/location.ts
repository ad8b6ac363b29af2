import { shapeOf } from '../shape.js';
import type { Content } from './content.js';
import { numberOf, present, textOf } from './fields.js';

/** A place; without a name it is where the customer is. */
export function readLocation(payload: unknown): Content | undefined {
  const place = shapeOf(payload);
  const [latitude, longitude] = [numberOf(place?.latitude), numberOf(place?.longitude)];
  if (place === undefined || latitude === undefined || longitude === undefined) return undefined;
  const [name, address, url] = [textOf(place.name), textOf(place.address), textOf(place.url)];
  return { kind: 'location', details: { location: present({ latitude, longitude, name, address, url }) } };
}

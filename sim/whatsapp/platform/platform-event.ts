import { z } from 'zod';
import { customer } from '../inbound/customer-message.js';
import type { JsonObject } from '../../records.js';
import type { BusinessNumber } from '../webhook-bodies.js';

const anyObject = z.record(z.string(), z.unknown());

/** News of any field; nothing has to be said, all has a default. */
export const platformEventSchema = z.strictObject({
  field: z.string().regex(/^[a-z_]{1,64}$/),
  customer: customer.default('15550100123'),
  text: z.string().max(65_536).default('Written elsewhere'),
  id: z.string().min(1).max(1_000).optional(),
  /** Unix seconds. */
  timestamp: z.union([z.int().min(0), z.string()]).optional(),
  /** Keys added to the item (a call, an echo, a preference), or to the value where there is no item. */
  more: anyObject.default({}),
  /** Replaces the whole value. */
  value: z.unknown().optional(),
});

export type PlatformEvent = Omit<z.input<typeof platformEventSchema>, 'field'>;

/** What news of a field is made of. */
export interface Scene {
  number: BusinessNumber;
  /** Phone digits, or user id. */
  customer: string;
  text: string;
  id: string;
  /** Unix seconds, as the platform writes them in messages. */
  timestamp: string;
  more: JsonObject;
}

/** The value of one field. */
export type Field = (scene: Scene) => JsonObject;

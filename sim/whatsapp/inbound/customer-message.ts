import { z } from 'zod';
import { isPhone, isUserId } from '../customer.js';
import { LARGEST_MEDIUM } from '../media/media-store.js';

export const customer = z
  .string()
  .refine((value) => isPhone(value) || isUserId(value), 'must be a phone number or a business-scoped user id');
const userId = z.string().refine(isUserId, 'must be a business-scoped user id');
const messageId = z.string().min(1).max(1_000);
const anyObject = z.record(z.string(), z.unknown());

/** What a customer attaches: these bytes, or so many made up; 2,048 unless told. */
const attachmentSchema = z.strictObject({
  mimeType: z.string().min(1).max(200).optional(),
  base64: z
    .base64()
    .max(16 * 1024 * 1024)
    .optional(),
  size: z.int().min(0).max(LARGEST_MEDIUM).optional(),
  /** The address that webhooks carry since late 2025; left out when false. */
  url: z.boolean().default(true),
});

/** What a customer can write: a text, or a message of any kind with defaults for all that is not said. */
export const customerMessageSchema = z
  .strictObject({
    address: customer,
    /** A kind of `inbound/kinds.ts`, or any other type. */
    type: z
      .string()
      .regex(/^[a-z_]{1,64}$/)
      .default('text'),
    /** The words: body, caption, emoji, title, new number, whatever the kind has. */
    text: z.string().max(65_536).optional(),
    name: z.string().max(1_000).optional(),
    username: z.string().max(200).optional(),
    id: messageId.optional(),
    /** Unix seconds. */
    timestamp: z.union([z.int().min(0), z.string()]).optional(),
    /** What stands under the type's own key; replaces the one made up. */
    payload: z.unknown().optional(),
    /** Keys that are added to the payload made up. */
    with: anyObject.optional(),
    media: attachmentSchema.optional(),
    /** The message that a reaction, an answer, an edit or a revocation is about; the last one unless told. */
    target: messageId.optional(),
    /** Quotes this message. */
    replyTo: messageId.optional(),
    forwarded: z.union([z.boolean(), z.literal('frequently')]).optional(),
    /** Came by a click on an ad; an object replaces parts of the ad. */
    referral: z.union([z.boolean(), anyObject]).optional(),
    group: z.union([z.boolean(), z.string().min(1).max(255)]).optional(),
    userId: userId.optional(),
    parentUserId: userId.optional(),
    phoneAs: z.enum(['phone', 'absent', 'empty', 'user-id']).optional(),
    /** Further keys of the message itself. */
    more: anyObject.optional(),
  })
  .refine(
    ({ text, type, payload, with: added }) =>
      type !== 'text' || [text, payload, added].some((part) => part !== undefined),
    'text is required',
  );

export type CustomerMessage = Omit<z.input<typeof customerMessageSchema>, 'address'>;
export type CustomerInput = z.output<typeof customerMessageSchema>;

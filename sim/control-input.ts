import { z } from 'zod';
import { LARGEST_MEDIUM } from './whatsapp/media/media-store.js';
import { templateSchema } from './whatsapp/templates/template.js';
import { MOST_TEMPLATES } from './whatsapp/templates/template-book.js';

export const rawWebhookSchema = z.strictObject({
  body: z.unknown().refine((body) => body !== undefined, 'is required'),
  times: z.int().min(1).max(10_000).default(1),
  concurrently: z.int().min(1).max(256).default(1),
  signature: z.enum(['valid', 'missing', 'wrong']).default('valid'),
});
export type RawWebhook = z.input<typeof rawWebhookSchema>;

/** These bytes, or so many made up. */
export const mediumSchema = z
  .strictObject({
    mimeType: z.string().min(1).max(200),
    base64: z
      .base64()
      .max(16 * 1024 * 1024)
      .optional(),
    size: z.int().min(0).max(LARGEST_MEDIUM).optional(),
    /** `uploaded` by the business, so that a message can be sent with it, or from a customer. */
    origin: z.enum(['inbound', 'uploaded']).default('inbound'),
  })
  .refine(({ base64, size }) => (base64 === undefined) !== (size === undefined), 'either base64 or size is required');
export type MediumInput = z.input<typeof mediumSchema>;

export const templatesSchema = z.array(templateSchema).max(MOST_TEMPLATES);

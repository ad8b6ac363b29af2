import { z } from 'zod';
import { isPhone, isUserId } from './whatsapp/customer.js';

/** The caller of the control asked for something that makes no sense; `problems` says what, one a line. */
export class InputError extends Error {
  constructor(readonly problems: string[]) {
    super(problems.join('; '));
  }
}

const customer = z
  .string()
  .refine((value) => isPhone(value) || isUserId(value), 'must be a phone number or a business-scoped user id');

/** What a customer can write: a text, or a `payload` of another `type`. */
export const customerMessageSchema = z
  .strictObject({
    address: customer,
    text: z.string().max(65_536).optional(),
    name: z.string().max(1_000).optional(),
    id: z.string().min(1).max(1_000).optional(),
    /** Unix seconds. */
    timestamp: z.union([z.int().min(0), z.string()]).optional(),
    type: z
      .string()
      .regex(/^[a-z_]{1,64}$/)
      .optional(),
    /** What stands under the type's own key; replaces the one made of `text`. */
    payload: z.unknown().optional(),
  })
  .refine(
    ({ text, type = 'text', payload }) => type !== 'text' || text !== undefined || payload !== undefined,
    'text is required',
  );
export type CustomerMessage = Omit<z.input<typeof customerMessageSchema>, 'address'>;

export const rawWebhookSchema = z.strictObject({
  body: z.unknown().refine((body) => body !== undefined, 'is required'),
  times: z.int().min(1).max(10_000).default(1),
  concurrently: z.int().min(1).max(256).default(1),
  signature: z.enum(['valid', 'missing', 'wrong']).default('valid'),
});
export type RawWebhook = z.input<typeof rawWebhookSchema>;

/** @throws InputError that names every wrong field. */
export function readInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new InputError(parsed.error.issues.map(({ path, message }) => [...path, message].join(' ')));
}

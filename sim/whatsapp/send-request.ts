import { z } from 'zod';
import { isObject, type JsonObject } from '../records.js';
import { isPhone, isUserId } from './customer.js';
import { refused } from './graph-error.js';

/** What a request is about, however wrong the rest of it is. */
export interface Glance {
  kind: 'message' | 'read-mark';
  /** `to`, which wins, or `recipient`. */
  to: string | null;
  type: string;
  text: string | null;
  /** `biz_opaque_callback_data` */
  label: string | null;
}

export function glance(body: unknown): Glance {
  const { status, to, recipient, type = 'text', text, biz_opaque_callback_data: label } = isObject(body) ? body : {};
  return {
    kind: status === undefined ? 'message' : 'read-mark',
    to: stringOrNull(to) ?? stringOrNull(recipient),
    type: String(type),
    text: isObject(text) ? stringOrNull(text['body']) : null,
    label: stringOrNull(label),
  };
}

const stringOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const messaging_product = z.literal('whatsapp');
const readMark = z.looseObject({
  messaging_product,
  status: z.literal('read'),
  message_id: z.string().min(1),
});
/** A user id in `to` passes, as it does on the platform: the message fails later. Lengths are the documented limits. */
const message = z.looseObject({
  messaging_product,
  to: z.string().refine((to) => isPhone(to) || isUserId(to), 'must be a phone number in E.164 form'),
  recipient: z.string().refine(isUserId, 'must be a business-scoped user id').optional(),
  type: z.enum('text image video audio document sticker location contacts reaction template interactive'.split(' ')),
  text: z.looseObject({ body: z.string().min(1).max(4_096) }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
});
const messageToUserId = message.omit({ to: true }).required({ recipient: true });

/**
 * Checks the body of `POST /{phone number id}/messages`.
 * @throws GraphError 131008 for what is missing, 131009 for a wrong value, 100 for an unknown type.
 */
export function checkSendRequest(body: unknown): asserts body is JsonObject {
  if (!isObject(body)) throw refused(100, 'The request body must be a JSON object');
  const { kind, type } = glance(body);
  const byUserId = isObject(body) && body['to'] === undefined && body['recipient'] !== undefined;
  const schema = kind === 'read-mark' ? readMark : byUserId ? messageToUserId : message;
  const wrong = schema.safeParse({ type, ...body }, { reportInput: true }).error?.issues[0];
  if (wrong !== undefined) throw refusalOf(wrong);
  if (kind === 'message' && body[type] === undefined) throw refused(131008, `The parameter ${type} is required.`);
}

function refusalOf({ path, message: reason, input }: z.core.$ZodIssue): Error {
  const name = path.join('.');
  if (input === undefined) return refused(131008, `The parameter ${name} is required.`);
  return refused(name === 'type' ? 100 : 131009, `${name}: ${reason}`);
}

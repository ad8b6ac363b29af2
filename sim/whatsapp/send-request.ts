import { z } from 'zod';
import { isObject, type JsonObject } from '../records.js';
import { isPhone, isUserId } from './customer.js';
import { refused } from './graph-error.js';
import { contents } from './sends/content.js';
import { interactiveOf } from './sends/interactive.js';

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
const readMark = z.strictObject({
  messaging_product,
  status: z.literal('read'),
  message_id: z.string().min(1),
  typing_indicator: z.strictObject({ type: z.literal('text') }).optional(),
});
/** A user id in `to` passes, as it does on the platform: the message fails later. Lengths are the documented limits. */
const customer = z.string().refine((to) => isPhone(to) || isUserId(to), 'must be a phone number in E.164 form');
const userId = z.string().refine(isUserId, 'must be a business-scoped user id');
const common = {
  messaging_product,
  recipient_type: z.enum(['individual', 'group']).optional(),
  context: z.strictObject({ message_id: z.string().min(1) }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
  recipient_identity_key_hash: z.string().optional(),
};
const toCustomer = { ...common, to: customer, recipient: userId.optional() };
const toUserId = { ...common, recipient: userId };
const toGroup = { ...common, to: z.string().min(1).max(255) };
const GROUP_TYPES = new Set(['text', 'image', 'video', 'audio', 'document', 'sticker', 'template']);

/**
 * Checks the body of `POST /{phone number id}/messages`: strictly, so a key that does not belong is refused too.
 * @throws GraphError 131008 for what is missing, 131009 for a wrong value, 100 for an unknown type or key.
 */
export function checkSendRequest(body: unknown): asserts body is JsonObject {
  if (!isObject(body)) throw refused(100, 'The request body must be a JSON object');
  const { kind, type } = glance(body);
  const schema = kind === 'read-mark' ? readMark : messageOf(type, body);
  const wrong = schema.safeParse(kind === 'message' ? { type, ...body } : body, { reportInput: true }).error?.issues[0];
  if (wrong !== undefined) throw refusalOf(wrong);
}

function messageOf(type: string, body: JsonObject): z.ZodType {
  const shape = addressedBy(body);
  const isGroup = body['recipient_type'] === 'group';
  const types = Object.keys(contents).concat('interactive');
  if (!types.includes(type) || (isGroup && !GROUP_TYPES.has(type))) {
    return z.looseObject({ ...shape, type: z.enum(types.filter((known) => !isGroup || GROUP_TYPES.has(known))) });
  }
  const { interactive } = body;
  const all: Record<string, z.ZodType> = contents;
  const content = all[type] ?? interactiveOf(isObject(interactive) ? interactive['type'] : undefined);
  // A reaction cannot quote.
  const context = type === 'reaction' ? { context: z.never('cannot stand beside a reaction').optional() } : {};
  return z.strictObject({ ...shape, ...context, type: z.literal(type), [type]: content });
}

function addressedBy(body: JsonObject): z.core.$ZodLooseShape {
  if (body['recipient_type'] === 'group') return toGroup;
  return body['to'] === undefined && body['recipient'] !== undefined ? toUserId : toCustomer;
}

function refusalOf(issue: z.core.$ZodIssue): Error {
  const name = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return refused(100, `Unexpected key "${issue.keys[0]}"${name === '' ? '' : ` on param "${name}"`}.`);
  }
  const isMissing = issue.code === 'custom' ? issue.params?.['missing'] === true : issue.input === undefined;
  if (isMissing) return refused(131008, `The parameter ${name} is required.`);
  return refused(name === 'type' ? 100 : 131009, `${name}: ${issue.message}`);
}

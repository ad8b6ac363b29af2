import { unixSeconds, type JsonObject } from '../records.js';
import { isPhone, userIdOf } from './customer.js';
import { titleOf } from './graph-error.js';

/** The business's number as webhooks name it. */
export interface BusinessNumber {
  phoneNumberId: string;
  displayPhoneNumber: string;
}

/** What a customer wrote. */
export interface InboundMessage {
  id: string;
  /** Phone digits, or the user id of a customer whose phone is hidden. */
  customer: string;
  name: string | null;
  timestamp: string;
  type: string;
  /** The part under the type's own key; undefined for a type that has none. */
  payload: unknown;
  username?: string | undefined;
  /** Other ids than those that follow from `customer`, and how the phone is named. */
  identity?: Partial<Identity> | undefined;
  /** Further keys of the message itself: `context`, `referral`, `errors`, `group_id`, … */
  more?: JsonObject | undefined;
}

/** How a customer is named in a webhook. */
export interface Identity {
  userId: string;
  parentUserId: string;
  /** As it is, not at all, as an empty string, or replaced by the user id: all four were seen. */
  phoneAs: 'phone' | 'absent' | 'empty' | 'user-id';
}

/** What became of a sent message. */
export interface StatusReport {
  wamid: string;
  /** Phone digits, or the user id the message was addressed by. */
  customer: string;
  label: string | null;
  status: string;
  /** Whether this status carries the price: `sent` does, and the first of `delivered` and `read`. */
  priced: boolean;
  /** Of a `failed`. */
  failure: Failure;
  /** Of the template it was made of; null for any other message. */
  category: string | null;
}

export interface Failure {
  code: number;
  message?: string | undefined;
}

/** The WhatsApp Business Account that owns the number. */
export const ACCOUNT_ID = '102290129340398';
const FREE = { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' };
const priceOf = (category: string | null): JsonObject =>
  category === null ? FREE : { billable: true, pricing_model: 'PMP', type: 'regular', category };

/** What every webhook is wrapped in; `time` in Unix seconds stands on the fields of the management. */
export function envelope(value: unknown, field = 'messages', time?: number): JsonObject {
  return { object: 'whatsapp_business_account', entry: [{ id: ACCOUNT_ID, time, changes: [{ value, field }] }] };
}

/** The value of a field that belongs to one number. */
export function valueOf({ phoneNumberId, displayPhoneNumber }: BusinessNumber, content: JsonObject): JsonObject {
  const metadata = { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId };
  return { messaging_product: 'whatsapp', metadata, ...content };
}

/** A customer's ids under the names a place in the body has for them; the phone is left out where it is hidden. */
export function identity(
  customer: string,
  phoneKey: string,
  userIdKey: string,
  as: Partial<Identity> = {},
): JsonObject {
  const hasPhone = isPhone(customer);
  const userId = as.userId ?? (hasPhone ? userIdOf(customer) : customer);
  const phone = { phone: customer, absent: undefined, empty: '', 'user-id': userId }[as.phoneAs ?? 'phone'];
  const parent =
    as.parentUserId === undefined ? {} : { [userIdKey.replace('user_id', 'parent_user_id')]: as.parentUserId };
  return { ...(hasPhone && phone !== undefined && { [phoneKey]: phone }), [userIdKey]: userId, ...parent };
}

export const messageBody = (number: BusinessNumber, message: InboundMessage): JsonObject =>
  envelope(valueOf(number, messageContent(message)));

/** The message and, but for a `system` one, the contact beside it. */
export function messageContent(message: InboundMessage): JsonObject {
  const { customer, name, id, timestamp, type, payload, username, identity: as, more } = message;
  const profile = name === null && username === undefined ? {} : { profile: { name: name ?? undefined, username } };
  const from = identity(customer, 'from', 'from_user_id', as);
  const contacts = [{ ...profile, ...identity(customer, 'wa_id', 'user_id', as) }];
  return {
    ...(type !== 'system' && { contacts }),
    messages: [{ ...from, id, timestamp, type, [type]: payload, ...more }],
  };
}

export function statusBody(number: BusinessNumber, report: StatusReport): JsonObject {
  const { wamid: id, customer, label, status, priced, failure, category } = report;
  const common = {
    id,
    status,
    timestamp: unixSeconds(),
    ...(label === null ? {} : { biz_opaque_callback_data: label }),
  };
  if (status === 'failed') return statusEnvelope(number, [{ ...common, ...failed(customer, failure) }]);
  const recipient = identity(customer, 'recipient_id', 'recipient_user_id');
  const pricing = priced ? { pricing: priceOf(category) } : {};
  const contacts = [identity(customer, 'wa_id', 'user_id')];
  return statusEnvelope(number, [{ ...common, ...recipient, ...pricing }], contacts);
}

const statusEnvelope = (number: BusinessNumber, statuses: JsonObject[], contacts?: JsonObject[]): JsonObject =>
  envelope(valueOf(number, { ...(contacts && { contacts }), statuses }));

/** A `failed` comes without contacts, and without the user id of a customer addressed by phone. */
function failed(customer: string, { code, message }: Failure): JsonObject {
  const title = titleOf(code);
  return {
    [isPhone(customer) ? 'recipient_id' : 'recipient_user_id']: customer,
    errors: [{ code, title, message: title, error_data: { details: message ?? title } }],
  };
}

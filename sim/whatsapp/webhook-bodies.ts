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
  /** The part under the type's own key. */
  payload: unknown;
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
}

export interface Failure {
  code: number;
  message?: string | undefined;
}

/** The WhatsApp Business Account that owns the number. */
const ACCOUNT_ID = '102290129340398';
const PRICING = { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' };

function envelope({ phoneNumberId, displayPhoneNumber }: BusinessNumber, content: JsonObject): JsonObject {
  const metadata = { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId };
  const value = { messaging_product: 'whatsapp', metadata, ...content };
  return { object: 'whatsapp_business_account', entry: [{ id: ACCOUNT_ID, changes: [{ value, field: 'messages' }] }] };
}

/** A customer's ids under the names a place in the body has for them; the phone is left out where it is hidden. */
function identity(customer: string, phoneKey: string, userIdKey: string): JsonObject {
  return isPhone(customer) ? { [phoneKey]: customer, [userIdKey]: userIdOf(customer) } : { [userIdKey]: customer };
}

export function messageBody(number: BusinessNumber, message: InboundMessage): JsonObject {
  const { customer, name, id, timestamp, type, payload } = message;
  const profile = name === null ? {} : { profile: { name } };
  const from = identity(customer, 'from', 'from_user_id');
  return envelope(number, {
    contacts: [{ ...profile, ...identity(customer, 'wa_id', 'user_id') }],
    messages: [{ ...from, id, timestamp, type, [type]: payload }],
  });
}

export function statusBody(number: BusinessNumber, report: StatusReport): JsonObject {
  const { wamid: id, customer, label, status, priced, failure } = report;
  const common = {
    id,
    status,
    timestamp: unixSeconds(),
    ...(label === null ? {} : { biz_opaque_callback_data: label }),
  };
  if (status === 'failed') return envelope(number, { statuses: [{ ...common, ...failed(customer, failure) }] });
  const recipient = identity(customer, 'recipient_id', 'recipient_user_id');
  const pricing = priced ? { pricing: PRICING } : {};
  const contacts = [identity(customer, 'wa_id', 'user_id')];
  return envelope(number, { contacts, statuses: [{ ...common, ...recipient, ...pricing }] });
}

/** A `failed` comes without contacts, and without the user id of a customer addressed by phone. */
function failed(customer: string, { code, message }: Failure): JsonObject {
  const title = titleOf(code);
  return {
    [isPhone(customer) ? 'recipient_id' : 'recipient_user_id']: customer,
    errors: [{ code, title, message: title, error_data: { details: message ?? title } }],
  };
}

import { unixSeconds } from '../../records.js';
import { isPhone, userIdOf } from '../customer.js';
import type { Kind } from './draft.js';

/** The number a customer changes to where none is named. */
const NEW_NUMBER = '15550100777';
const oldUserId = (customer: string): string => (isPhone(customer) ? userIdOf(customer) : customer);

const userChangedNumber: Kind = ({ customer, text = NEW_NUMBER }) => ({
  type: 'system',
  payload: {
    body: `User changed from ${customer} to ${text}`,
    type: 'user_changed_number',
    wa_id: text,
    user_id: userIdOf(text),
  },
});

/** News about the customer, not words of theirs. `text` is the new number or user id. */
export const systemKinds: Record<string, Kind> = {
  system: userChangedNumber,
  user_changed_number: userChangedNumber,
  user_changed_user_id: ({ customer, text = 'US.20000000000000000001' }) => ({
    type: 'system',
    payload: {
      body: 'User changed their user id',
      type: 'user_changed_user_id',
      user_id: text,
      previous_user_id: oldUserId(customer),
    },
  }),
  /** As the platform said it before. */
  customer_changed_number: ({ customer, text = NEW_NUMBER }) => ({
    type: 'system',
    payload: { body: `User changed from ${customer} to ${text}`, type: 'customer_changed_number', wa_id: text },
  }),
  customer_identity_changed: ({ customer }) => ({
    type: 'system',
    payload: {
      body: 'User identity changed',
      type: 'customer_identity_changed',
      wa_id: customer,
      identity: { acknowledged: false, created_timestamp: unixSeconds(), hash: 'DF2lS5v2W6x=' },
    },
  }),
};

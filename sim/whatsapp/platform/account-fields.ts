import { isPhone, isUserId, userIdOf } from '../customer.js';
import { identity, valueOf } from '../webhook-bodies.js';
import type { Field, Scene } from './platform-event.js';

/** A value of which `more` may change any part. */
const management =
  (usual: (scene: Scene) => object): Field =>
  (scene) => ({ ...usual(scene), ...scene.more });

const calls: Field = ({ number, customer, id, timestamp, more }) => {
  const call = {
    id: id.replace('wamid.', 'wacid.'),
    ...identity(customer, 'from', 'from_user_id'),
    to: number.displayPhoneNumber,
    event: 'connect',
    timestamp,
    direction: 'USER_INITIATED',
    session: { sdp_type: 'offer', sdp: 'v=0\r\n' },
    ...more,
  };
  return valueOf(number, { contacts: [identity(customer, 'wa_id', 'user_id')], calls: [call] });
};

const preferences: Field = ({ number, customer, timestamp, more }) => {
  const preference = {
    ...identity(customer, 'wa_id', 'user_id'),
    detail: 'User requested to stop marketing messages',
    category: 'marketing_messages',
    value: 'stop',
    timestamp: Number(timestamp),
    ...more,
  };
  const contacts = [identity(customer, 'wa_id', 'user_id')];
  return valueOf(number, { contacts, user_preferences: [preference] });
};

/** The text is the new user id. */
const userIdUpdate: Field = ({ number, customer, text, timestamp, more }) => {
  const previous = isPhone(customer) ? userIdOf(customer) : customer;
  const current = isUserId(text) ? text : 'US.20000000000000000001';
  const update = {
    ...(isPhone(customer) && { wa_id: customer }),
    detail: 'User id changed',
    user_id: { previous, current },
    timestamp: Number(timestamp),
    ...more,
  };
  return valueOf(number, { user_id_update: [update] });
};

/** Fields about one number or customer. */
export const numberFields: Record<string, Field> = {
  calls,
  user_preferences: preferences,
  user_id_update: userIdUpdate,
  /** Without an item: `errors`, `user_actions` or anything else in `more`. */
  messages: ({ number, more }) => valueOf(number, more),
};

/** Fields of the management; they carry the entry's time. */
export const accountFields: Record<string, Field> = {
  account_update: management(() => ({
    event: 'ACCOUNT_RESTRICTION',
    restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: 1_900_000_000 }],
  })),
  account_alerts: management(() => ({
    entity_type: 'PHONE_NUMBER',
    alert_severity: 'CRITICAL',
    alert_status: 'ACTIVE',
    alert_type: 'OBA_APPROVED',
  })),
  message_template_status_update: management(() => ({
    event: 'PAUSED',
    message_template_id: 594_425_479_261_597,
    message_template_name: 'order_update',
    message_template_language: 'en_US',
    reason: null,
    message_template_category: 'UTILITY',
  })),
  phone_number_quality_update: management(({ number }) => ({
    display_phone_number: number.displayPhoneNumber,
    event: 'THROUGHPUT_UPGRADE',
    current_limit: 'TIER_100K',
  })),
};

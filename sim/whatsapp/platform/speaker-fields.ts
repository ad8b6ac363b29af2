import { unixSeconds, type JsonObject } from '../../records.js';
import { identity, messageContent, valueOf } from '../webhook-bodies.js';
import type { Field, Scene } from './platform-event.js';

const echoOf = ({ number, customer, id, timestamp, text, more }: Scene): JsonObject => ({
  from: number.displayPhoneNumber,
  ...identity(customer, 'to', 'to_user_id'),
  id,
  timestamp,
  type: 'text',
  text: { body: text },
  ...more,
});

const written = ({ customer, id, timestamp, text, more }: Scene): JsonObject =>
  messageContent({ customer, name: null, id, timestamp, type: 'text', payload: { body: text }, more });

const handover: Field = ({ number, customer, timestamp, more }) => {
  const { phoneNumberId, displayPhoneNumber } = number;
  const type = more['type'] ?? 'control_passed';
  return {
    messaging_product: 'whatsapp',
    sender: identity(customer, 'phone_number', 'user_id'),
    recipient: { phone_number_id: phoneNumberId, display_phone_number: displayPhoneNumber },
    type,
    timestamp,
    [String(type)]: { previous_owner_role: 'customer_service', new_owner_role: 'ai_agent', metadata: 'passed on' },
    ...more,
  };
};

/** Two days of an old thread, the newer message first, and a medium that was not synced. */
const history: Field = ({ number, customer, id, text, more }) => {
  const ago = (seconds: number): string => String(Number(unixSeconds()) - seconds);
  const status = { history_context: { status: 'READ' } };
  const message = { from: customer, type: 'text', text: { body: text }, ...status };
  const thread = {
    id: customer,
    messages: [
      { ...message, id, timestamp: ago(86_400) },
      { ...message, id: `${id}-answer`, from: number.displayPhoneNumber, timestamp: ago(90_000) },
      { from: customer, id: `${id}-medium`, timestamp: ago(172_800), type: 'media_placeholder', ...status },
    ],
  };
  const chunk = { metadata: { phase: 0, chunk_order: 1, progress: 100 }, threads: [thread], ...more };
  return valueOf(number, { history: [chunk] });
};

/** An entry of the phone's address book; the text is the name. */
const addressBook: Field = ({ number, customer, text, more }) => {
  const contact = { full_name: text, first_name: text.split(' ')[0], phone_number: customer };
  return valueOf(number, { state_sync: [{ type: 'contact', action: 'add', contact, ...more }] });
};

/** Fields in which somebody else speaks in the thread, or tells of it. */
export const speakerFields: Record<string, Field> = {
  smb_message_echoes: (scene) => valueOf(scene.number, { message_echoes: [echoOf(scene)] }),
  standby: (scene) => valueOf(scene.number, { standby: written(scene) }),
  messaging_handovers: handover,
  history,
  smb_app_state_sync: addressBook,
};

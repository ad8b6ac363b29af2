import { changeInUpdate } from '../identity-change.js';
import { readCalls } from './calls.js';
import { readEchoes } from './echoes.js';
import { type FieldReader, readItems } from './field-reader.js';
import { readAddressBook, readHistory } from './past.js';
import { readPreferences } from './preferences.js';
import { readHandover, readStandby } from './standby.js';

/** `user_id_update`: ids changed, without a message. */
const readUserIdUpdate: FieldReader = (value, now) => {
  const { items } = readItems(value.user_id_update, (item) => changeInUpdate(item, now) ?? 'no change');
  return { identityChanges: items, aside: [{ value, note: 'changed ids' }] };
};

/** The fields beside `messages` that we understand; a map, because their names are the sender's words. */
export const FIELD_READERS: ReadonlyMap<unknown, FieldReader> = new Map<unknown, FieldReader>([
  ['smb_message_echoes', readEchoes],
  ['standby', readStandby],
  ['messaging_handovers', readHandover],
  ['history', readHistory],
  ['smb_app_state_sync', readAddressBook],
  ['calls', readCalls],
  ['user_id_update', readUserIdUpdate],
  ['user_preferences', readPreferences],
]);

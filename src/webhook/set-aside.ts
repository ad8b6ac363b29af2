import type { PlatformEvent } from '../conversation/incoming.js';
import { boundedJson } from './bounded-json.js';
import { alertOf, stopsSending } from './fields/alert.js';
import { sha256, storable } from './storable.js';

const FIELD_LIMIT = 128;
const NOTE_LIMIT = 128;
/** The note of what is none of our business. */
export const ANOTHER_NUMBER = 'another number';

/** Keeps what nobody answers as it came (bounded). Its key is the hash of field and content, so a repeat is known. */
export function setAside(field: unknown, value: unknown, note: string): PlatformEvent {
  const name = typeof field === 'string' ? storable(field, FIELD_LIMIT) : '';
  const payload = boundedJson(value);
  const key = sha256(`${name}\n${JSON.stringify(payload)}`);
  const alert = note === ANOTHER_NUMBER ? null : alertOf(field, value);
  return {
    field: name,
    key,
    note: storable(note, NOTE_LIMIT),
    alert,
    stopsSending: alert !== null && stopsSending(field, value),
    payload,
  };
}

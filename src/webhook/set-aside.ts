import type { PlatformEvent } from '../conversation/incoming.js';
import { boundedJson } from './bounded-json.js';
import { sha256, storable } from './storable.js';

const FIELD_LIMIT = 128;
const NOTE_LIMIT = 128;

/** Keeps what nobody answers as it came (bounded). Its key is the hash of field and content, so a repeat is known. */
export function setAside(field: unknown, value: unknown, note: string): PlatformEvent {
  const name = typeof field === 'string' ? storable(field, FIELD_LIMIT) : '';
  const payload = boundedJson(value);
  return { field: name, key: sha256(`${name}\n${JSON.stringify(payload)}`), note: storable(note, NOTE_LIMIT), payload };
}

import { describe, expect, it } from 'vitest';
import type { Delivery } from '../conversation/incoming.js';
import { translate } from './translate.js';

/** Repeat a failed run with FUZZ_SEED=<the seed in the test's name>. */
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const ROUNDS = 20_000;
const NOW = new Date('2026-11-22T12:00:00Z');
const UNSTORABLE = /\0|\p{Surrogate}/u;

/** Mulberry32: small, and the same numbers for the same seed everywhere. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(below, 1);
  };
}

const HEAD = {
  from: '16505551234',
  from_user_id: 'US.13491208655302741918',
  id: 'wamid.HBgL',
  timestamp: '1749416383',
};
const VALUE = {
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: '15550783881', phone_number_id: '1' },
  contacts: [{ profile: { name: 'Ada', username: '@ada' }, wa_id: '16505551234', user_id: 'US.1' }],
  messages: [
    { ...HEAD, type: 'text', text: { body: 'hi 😀' }, context: { id: 'wamid.Q', forwarded: true } },
    { ...HEAD, type: 'image', image: { id: '1', mime_type: 'image/jpeg', caption: 'x' }, referral: { source_id: '1' } },
    { ...HEAD, type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: '1', title: 'Blue' } } },
    { ...HEAD, type: 'system', system: { body: 'changed', type: 'user_changed_number', wa_id: '19' } },
    { ...HEAD, type: 'location', location: { latitude: 1, longitude: 2, name: 'x' } },
    { ...HEAD, type: 'contacts', contacts: [{ name: { formatted_name: 'x' }, phones: [{ phone: '1' }] }] },
    { ...HEAD, type: 'order', order: { catalog_id: '1', product_items: [{ quantity: 1, item_price: '2' }] } },
    { ...HEAD, type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { response_json: '{"a":1}' } } },
    { ...HEAD, type: 'edit', edit: { original_message_id: 'x', message: { type: 'text', text: { body: 'x' } } } },
    { ...HEAD, type: 'reaction', reaction: { message_id: 'wamid.T', emoji: '👍' } },
    { ...HEAD, type: 'unsupported', errors: [{ code: 131_051, title: 'x' }] },
  ],
  statuses: [
    { id: 'wamid.OUT', status: 'failed', timestamp: '1', errors: [{ code: 1 }], biz_opaque_callback_data: 'l' },
  ],
  errors: [{ code: 1 }],
};
const ECHO = { ...HEAD, to: '16505551234', type: 'text', text: { body: 'x' } };
const CHANGES = [
  { field: 'messages', value: VALUE },
  { field: 'smb_message_echoes', value: { metadata: VALUE.metadata, message_echoes: [ECHO] } },
  {
    field: 'standby',
    value: { standby: { messages: VALUE.messages.slice(0, 2), message_echoes: [{ message: ECHO }] } },
  },
  { field: 'messaging_handovers', value: { sender: { phone_number: '1', user_id: 'US.1' }, timestamp: '1' } },
  { field: 'history', value: { metadata: VALUE.metadata, history: [{ threads: [{ id: '1', messages: [ECHO] }] }] } },
  { field: 'smb_app_state_sync', value: { state_sync: [{ contact: { full_name: 'x', phone_number: '1' } }] } },
  { field: 'calls', value: { calls: [{ ...HEAD, direction: 'USER_INITIATED' }] } },
  { field: 'user_id_update', value: { user_id_update: [{ user_id: { previous: 'US.1', current: 'US.2' } }] } },
  { field: 'account_update', value: { event: 'ACCOUNT_RESTRICTION', restriction_info: [{ restriction_type: 'x' }] } },
];
const BODY = JSON.stringify({ entry: [{ id: '1', changes: CHANGES }] });
const GOOD = { id: 'wamid.GOOD', from: '4915550001', type: 'text', text: { body: 'still here?' } };
const GOOD_ENTRY = { changes: [{ field: 'messages', value: { messages: [GOOD] } }] };

const deep = (levels: number): string => `${'[{"d":'.repeat(levels)}0${'}]'.repeat(levels)}`;
/** JSON texts that take the place of something real. */
const JUNK: readonly ((random: (below: number) => number) => string)[] = [
  () => 'null',
  () => 'true',
  () => '[]',
  () => '{}',
  () => '""',
  (random) => String(random(2 ** 31) - 2 ** 30),
  () => '1e400',
  () => '-1.5e-7',
  (random) => `"${'\\u0000\\ud83d'.repeat(1 + random(5))}x\\ude00"`,
  (random) => JSON.stringify('é"\\\n😀'.repeat(random(60))),
  (random) => (random(60) === 0 ? JSON.stringify('x\u0001'.repeat(100_000)) : '"x"'),
  (random) => deep(random(random(100) === 0 ? 10_000 : 50)),
  () => '{"__proto__":{"id":"p","from":"1"},"constructor":{"prototype":{}},"toString":1,"length":-1}',
  (random) => JSON.stringify(Array.from({ length: random(40) }, (_, i) => ({ [`k${i}`]: i }))),
  () => '{"\\u0000\\ud83d":{"\\u0000":"\\udc00"},"hasOwnProperty":null,"toJSON":"x"}',
  () => '"US.ENT.77"',
  () => '"+15550100123"',
];

/** Replaces, removes or repeats a few of a body's parts; junk stands in as a marked string until the end. */
function mutated(random: (below: number) => number): string {
  const body: unknown = JSON.parse(BODY);
  const junk: string[] = [];
  for (let changes = 1 + random(4); changes > 0; changes--) {
    const [owner, key] = pick(body, random);
    const action = random(8);
    if (action === 0) Reflect.deleteProperty(owner, key);
    else if (action === 1)
      Reflect.set(owner, random(2) === 0 ? '__junk' : `extra${random(9)}`, Reflect.get(owner, key));
    else Reflect.set(owner, key, `@junk${junk.push(JUNK[random(JUNK.length)]?.(random) ?? 'null') - 1}@`);
  }
  const text = JSON.stringify(body).replaceAll('"__junk"', '"__proto__"');
  return text.replaceAll(/"@junk(\d+)@"/g, (_, index) => junk[Number(index)] ?? 'null');
}

/** A place anywhere in the body. */
function pick(body: unknown, random: (below: number) => number): [object, string] {
  const places: [object, string][] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      places.push([value, key]);
      walk(Reflect.get(value, key));
    }
  };
  walk(body);
  return places[random(places.length)] ?? [{}, 'x'];
}

const isStorable = (value: unknown): boolean => {
  if (typeof value === 'string') return !UNSTORABLE.test(value);
  if (value instanceof Date) return value <= NOW && value.getTime() > 0;
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, member]) => isStorable(key) && isStorable(member));
};

/** The first thing about `delivery` that could not be stored, if any. */
function flaw(delivery: Delivery): string | undefined {
  const { reports, events } = delivery;
  const messages = [...delivery.messages, ...delivery.echoes, ...delivery.past];
  if (!isStorable(delivery)) return 'a string or time that cannot be stored';
  for (const { externalId } of [...messages, ...reports]) {
    if (externalId === '' || externalId.length > 255) return `id ${externalId}`;
  }
  for (const { customer, text, replyTo, platformType, media, metadata } of messages) {
    if (customer.waId === null && customer.userId === null) return 'nobody';
    if ((customer.waId?.length ?? 0) > 20 || (customer.userId?.length ?? 0) > 160) return 'identity too long';
    if ((text?.length ?? 0) > 65_536 || (replyTo?.length ?? 0) > 255 || platformType.length > 64) return 'too long';
    if (JSON.stringify(metadata).length > 5 * 65_536) return 'metadata too big';
    if (JSON.stringify(media).length > 20_000) return 'media too big';
  }
  for (const { status, participant, label } of reports) {
    if (status === '' || status.length > 128 || participant.length > 255 || (label?.length ?? 0) > 512) return 'report';
  }
  for (const { field, key, note, payload } of events) {
    if (field.length > 128 || note.length > 128 || !/^[0-9a-f]{64}$/.test(key)) return 'event';
    if (JSON.stringify(payload).length > 65_536) return 'payload too big';
  }
  return undefined;
}

/** What is wrong with the translation of a body that carries one good message more. */
function wrongWith(text: string): string | undefined {
  const body = JSON.parse(text) as { entry?: unknown };
  const entries = Array.isArray(body.entry) ? body.entry : [body.entry];
  const delivery = translate({ ...body, entry: [...entries, GOOD_ENTRY] }, undefined, NOW);
  if (!delivery.messages.some(({ externalId }) => externalId === GOOD.id)) return 'the neighbour is lost';
  return flaw(delivery);
}

describe('translation of hostile bodies', () => {
  it(`throws for none of ${ROUNDS}, yields what can be stored and keeps their neighbour (seed ${SEED})`, () => {
    const random = generator(SEED);
    for (let round = 0; round < ROUNDS; round++) {
      const text = mutated(random);
      const found = wrongWith(text);
      if (found !== undefined) throw new Error(`round ${round}: ${found} of ${text.slice(0, 2_000)}`);
    }
    expect({}).not.toHaveProperty('id');
  }, 60_000);
});

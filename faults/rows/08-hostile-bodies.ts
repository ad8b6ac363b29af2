import http from 'node:http';
import { memoryMb } from '../../lab/proc.js';
import type { JsonObject } from '../../sim/records.js';
import { isObject } from '../../sim/records.js';
import { marked } from '../history/words.js';
import { atOnce } from '../stage/at-once.js';
import { bodyOf, type Postbox, textOf } from '../stage/postbox.js';
import type { Random } from '../stage/random.js';
import type { Scene } from '../stage/scene.js';
import type { Row, Trial } from '../trial.js';

const MOST_GROWTH_MB = 64;
const LIMIT_BYTES = 3 * 1024 * 1024;

/** Signed bodies of which anything may be missing, replaced, repeated or far too deep. */
export const hostileBodies: Row = {
  number: 8,
  title: 'hostile bodies and huge batches',
  bar: 'no 5xx, no crash, the other 99 of a batch stored, +64 MB at most',
  async run(trial) {
    const scene = await trial.open({ workers: 0 });
    const postbox = scene.postbox();
    const statuses = new Map<number | null, number>();
    const post = async (body: string): Promise<number | null> => {
      const { status } = await postbox.post(body);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      trial.expect(status === 200 || status === 400, `"${body.slice(0, 80)}" was answered ${status}`);
      return status;
    };
    const fuzzed = trial.size(1_500, 20_000);
    await atOnce(
      16,
      Array.from({ length: fuzzed }, () => fuzz(scene, trial.random)),
      async (body) => void (await post(body)),
    );
    const before = memoryOf(scene);
    await atOnce(
      16,
      Array.from({ length: fuzzed }, () => fuzz(scene, trial.random)),
      async (body) => void (await post(body)),
    );
    for (const body of MONSTERS) await post(body);
    trial.demand('hostile body', 2 * fuzzed, 2 * fuzzed);

    await poisonedBatches(trial, scene, postbox);
    const tooLarge = await statusOfAnnounced(`${scene.url}/webhook`, LIMIT_BYTES + 1);
    trial.expect(tooLarge === 413, `a body over the limit was answered ${tooLarge}`);
    const growth = memoryOf(scene) - before;
    trial.expect(growth <= MOST_GROWTH_MB, `the web process grew by ${Math.round(growth)} MB`);
    trial.see([...statuses].map(([status, count]) => `${count} times ${status}`).join(', '));
    trial.see(`+${Math.round(growth)} MB`);
  },
};

const memoryOf = (scene: Scene): number => scene.webs.reduce((sum, { pid }) => sum + memoryMb(pid), 0);

/** One item that no database takes among a hundred; the others are stored and answered. */
async function poisonedBatches(trial: Trial, scene: Scene, postbox: Postbox): Promise<void> {
  const batches = trial.size(3, 30);
  for (let batch = 0; batch < batches; batch++) {
    const texts = scene.customers.newcomers(99).map((phone) => textOf(phone, marked(phone, 1)));
    const poison = {
      id: 'x'.repeat(5_000),
      from: '\u0000',
      timestamp: '9'.repeat(30),
      type: 'text',
      text: { body: {} },
    };
    const body = JSON.parse(bodyOf(texts)) as { entry: { changes: { value: { messages: unknown[] } }[] }[] };
    body.entry[0]?.changes[0]?.value.messages.splice(trial.random.between(0, 99), 0, poison);
    const { status } = await postbox.post(JSON.stringify(body));
    trial.expect(status === 200, `a batch with one odd item was answered ${status}`);
    const ids = texts.map(({ id }) => id);
    const [stored] = await scene.rows<{ count: number }>(
      'select count(*)::int as count from message where external_id = any($1)',
      [ids],
    );
    trial.expect(stored?.count === 99, `of a batch with one odd item ${stored?.count} others were stored`);
  }
  trial.demand('poisoned batch', batches, batches);
}

const JUNK: ((random: Random) => unknown)[] = [
  () => null,
  () => true,
  (random) => random.between(-1, 1) * 10 ** random.between(0, 300),
  () => '',
  () => '\u0000\ud800',
  (random) => 'x'.repeat(random.between(1, 3_000)),
  () => [],
  () => ({}),
  () => [[[[[[]]]]]],
  () => ({ constructor: { prototype: { polluted: true } }, length: -1 }),
  () => JSON.parse('{"__proto__": {"polluted": true}}') as unknown,
];

/** A good body in which one to three places are replaced, removed or repeated. */
function fuzz(scene: Scene, random: Random): string {
  const body = JSON.parse(bodyOf([textOf(scene.customers.newcomer(), 'hello')], statusBeside(random))) as JsonObject;
  for (let change = random.between(1, 3); change > 0; change--) spoil(body, random);
  return JSON.stringify(body);
}

const statusBeside = (random: Random): JsonObject =>
  random.draw() < 0.5 ? {} : { statuses: [{ id: 'wamid.x', status: 'sent', timestamp: '1', recipient_id: '1' }] };

/** Goes down at random and changes what it finds where it stops. */
function spoil(at: unknown, random: Random): void {
  const keys = Array.isArray(at) || isObject(at) ? Object.keys(at) : [];
  if (keys.length === 0) return;
  const place = at as Record<string, unknown>;
  const key = random.pick(keys);
  if (random.draw() < 0.75 && typeof place[key] === 'object' && place[key] !== null) return spoil(place[key], random);
  const act = random.between(0, 2);
  if (act === 0) delete place[key];
  else if (act === 1) place[key] = random.pick(JUNK)(random);
  else place[`${key}_`] = place[key];
}

const nested = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);
const change = '{"field":"messages","value":{}}';

const MONSTERS: readonly string[] = [
  '',
  'null',
  '[]',
  '"text"',
  '{',
  '\ufeff{}',
  nested('[', ']', 10_000),
  `{"object":"whatsapp_business_account","entry":${nested('[', ']', 10_000)}}`,
  `{"entry":[{"changes":[{"field":"messages","value":${nested('{"a":', '}', 10_000).replace('{"a":}', '{}')}}]}]}`,
  `{"object":"whatsapp_business_account","entry":[{"changes":[${Array.from({ length: 1_000 }, () => change).join()}]}]}`,
  '{"__proto__":{"entry":[]},"entry":{"length":1e9}}',
];

/** What a body of so many bytes is answered before any of them is sent. */
const statusOfAnnounced = (url: string, bytes: number): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', headers: { 'content-length': bytes } });
    request.once('error', reject);
    request.once('response', ({ statusCode }) => {
      resolve(statusCode);
      request.destroy();
    });
    request.flushHeaders();
  });

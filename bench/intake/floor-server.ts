import Fastify from 'fastify';
import { createHmac, timingSafeEqual } from 'node:crypto';
import pg from 'pg';

/**
 * The least a durable webhook can do, to hold ours against: check the HMAC, read the JSON, and answer when the message
 * is committed. Batches of up to 200 rows, two under way, a repeat changes nothing. No customers, no jobs, no errors.
 */
const { PORT = '0', DB_URL = '', WHATSAPP_APP_SECRET = '' } = process.env;
const ROWS = 200;
const BATCHES = 2;

const pool = new pg.Pool({ connectionString: DB_URL, max: BATCHES });
await pool.query(`
  create table if not exists floor_message (
    id bigint generated always as identity primary key, external_id varchar(255) unique, phone text, message_text text,
    provider_ts timestamptz)`);

interface Waiting {
  row: [id: string, phone: string, text: string, at: string];
  done: () => void;
  failed: (error: unknown) => void;
}
let waiting: Waiting[] = [];
let running = 0;

const store = (row: Waiting['row']): Promise<void> =>
  new Promise((done, failed) => {
    waiting.push({ row, done, failed });
    start();
  });

function start(): void {
  if (running >= BATCHES || waiting.length === 0) return;
  running += 1;
  setImmediate(() => void write());
}

async function write(): Promise<void> {
  const batch = waiting.slice(0, ROWS);
  waiting = waiting.slice(ROWS);
  try {
    if (batch.length > 0) await insert(batch);
    for (const { done } of batch) done();
  } catch (error) {
    for (const { failed } of batch) failed(error);
  }
  running -= 1;
  start();
}

const insert = (batch: Waiting[]): Promise<unknown> =>
  pool.query(
    `insert into floor_message (external_id, phone, message_text, provider_ts)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) on conflict (external_id) do nothing`,
    ([0, 1, 2, 3] as const).map((column) => batch.map(({ row }) => row[column])),
  );

interface Body {
  entry: {
    changes: { value: { messages: { id: string; from: string; timestamp: string; text: { body: string } }[] } }[];
  }[];
}

function rowOf(body: Buffer): Waiting['row'] {
  const [message] = (JSON.parse(body.toString()) as Body).entry[0]?.changes[0]?.value.messages ?? [];
  if (message === undefined) throw new Error('No message');
  return [message.id, message.from, message.text.body, new Date(Number(message.timestamp) * 1_000).toISOString()];
}

const isSigned = (body: Buffer, signature: unknown): boolean => {
  const expected = `sha256=${createHmac('sha256', WHATSAPP_APP_SECRET).update(body).digest('hex')}`;
  const given = String(signature);
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
};

const app = Fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
app.get('/ready', () => 'ready');
app.post<{ Body: Buffer }>('/webhook', async ({ body, headers }, reply) => {
  if (!isSigned(body, headers['x-hub-signature-256'])) return reply.code(401).send();
  await store(rowOf(body));
  return { status: 'received' };
});
await app.listen({ port: Number(PORT), host: '127.0.0.1' });

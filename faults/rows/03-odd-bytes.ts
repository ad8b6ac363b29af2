import { connect } from 'node:net';
import { NUMBER } from '../../lab/number.js';
import { signatureOf } from '../../sim/meta-json.js';
import { marked } from '../history/words.js';
import { atOnce } from '../stage/at-once.js';
import { bodyOf, textOf } from '../stage/postbox.js';
import type { Row } from '../trial.js';

const ANSWER_LIMIT_MS = 10_000;

/** Words whose bytes are easily changed on the way from the socket to the signature. */
const WORDS: ((random: number) => string)[] = [
  () => 'Grüße, señor Łukasz: Žižkov',
  () => '👩‍👩‍👧‍👦 🏳️‍🌈 🇦🇺 👍🏽',
  () => 'مرحبا שלום नमस्ते 你好',
  () => 'quotes " and \\ and / and \u2028 and \u2029',
  () => 'tabs\tand\r\nlines\u0001',
  (random) => String.fromCodePoint(0x1f600 + (random % 60)).repeat(200),
  () => 'ä'.repeat(150_000),
];

/** In Meta's escaped form, and in two others that mean the same. */
const FORMS: ((body: string) => string)[] = [
  (body) => body,
  (body) => JSON.stringify(JSON.parse(body)),
  (body) => JSON.stringify(JSON.parse(body), null, 2),
];

/** Whatever the bytes are, they are what is signed. */
export const oddBytes: Row = {
  number: 3,
  title: 'signatures over odd bytes',
  bar: 'none refused',
  async run(trial) {
    const scene = await trial.open({ workers: 0 });
    const postbox = scene.postbox();
    const trials = Array.from({ length: trial.size(105, 504) }, (_, at) => at);
    await atOnce(16, trials, async (at) => {
      const phone = scene.customers.newcomer();
      const words = WORDS[at % WORDS.length]?.(at) ?? '';
      const body = FORMS[at % FORMS.length]?.(bodyOf([textOf(phone, marked(phone, 1, words))])) ?? '';
      const chunked = at % 5 === 0;
      const status = chunked ? await postInChunks(scene.url, body) : (await postbox.post(body)).status;
      trial.expect(
        status === 200,
        `"${words.slice(0, 20)}", ${chunked ? 'in chunks' : 'whole'}, was answered ${status}`,
      );
    });
    trial.demand('odd body', trials.length, trials.length);
    const [stored] = await scene.rows<{ count: number }>('select count(*)::int as count from message');
    trial.expect(stored?.count === trials.length, `${stored?.count} of ${trials.length} were stored`);
    trial.see(`${stored?.count} of ${trials.length} taken`);
  },
};

/** A body without a length, cut in the middle of characters. */
async function postInChunks(url: string, body: string): Promise<number> {
  const { hostname, port } = new URL(url);
  const bytes = Buffer.from(body);
  const socket = connect(Number(port), hostname);
  socket.write(
    `POST /webhook HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\nconnection: close\r\n` +
      `x-hub-signature-256: ${signatureOf(body, NUMBER.appSecret)}\r\ntransfer-encoding: chunked\r\n\r\n`,
  );
  const size = Math.max(7, Math.ceil(bytes.length / 50));
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = bytes.subarray(at, at + size);
    socket.write(`${chunk.length.toString(16)}\r\n`);
    socket.write(chunk);
    socket.write('\r\n');
  }
  socket.write('0\r\n\r\n');
  return new Promise((resolve) => {
    let answer = '';
    socket.setTimeout(ANSWER_LIMIT_MS, () => socket.destroy());
    socket.on('data', (data) => (answer += data.toString('latin1')));
    socket.on('error', () => undefined).on('close', () => resolve(Number(answer.slice(9, 12))));
  });
}

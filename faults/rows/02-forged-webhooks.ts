import { createHmac } from 'node:crypto';
import { NUMBER } from '../../lab/number.js';
import { signatureOf } from '../../sim/meta-json.js';
import { marked } from '../history/words.js';
import { atOnce } from '../stage/at-once.js';
import { bodyOf, textOf } from '../stage/postbox.js';
import type { Random } from '../stage/random.js';
import type { Row } from '../trial.js';

const OLD_SECRET = 'the-secret-before';

/** Signatures that are no signature of `body`; null sends none. */
const FORGERIES: Record<string, (body: string, random: Random) => string | null> = {
  missing: () => null,
  empty: () => '',
  'prefix alone': () => 'sha256=',
  short: (body) => signatureOf(body, NUMBER.appSecret).slice(0, -2),
  long: (body) => `${signatureOf(body, NUMBER.appSecret)}00`,
  'wrong secret': (body) => signatureOf(body, 'another-secret'),
  'empty secret': (body) => signatureOf(body, ''),
  'one bit changed': (body, random) => flipBit(signatureOf(body, NUMBER.appSecret), random),
  'of another body': (body) => signatureOf(`${body} `, NUMBER.appSecret),
  sha1: (body) => `sha1=${createHmac('sha1', NUMBER.appSecret).update(body).digest('hex')}`,
};

/** Nothing that we did not sign comes in, and both secrets hold while one is being rotated. */
export const forgedWebhooks: Row = {
  number: 2,
  title: 'forged webhooks',
  bar: '401, nothing stored, both secrets work',
  async run(trial) {
    const env = { WHATSAPP_APP_SECRET: `${NUMBER.appSecret},${OLD_SECRET}` };
    const scene = await trial.open({ workers: 0, env });
    const postbox = scene.postbox();
    const names = Object.keys(FORGERIES);
    const forged = Array.from({ length: trial.size(600, 10_000) }, (_, at) => names[at % names.length] as string);
    const statuses = new Map<number | null, number>();
    await atOnce(32, forged, async (name) => {
      const phone = scene.customers.newcomer();
      const body = bodyOf([textOf(phone, marked(phone, 1))]);
      const { status } = await postbox.post(body, FORGERIES[name]?.(body, trial.random) ?? null);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      trial.expect(status === 401, `a webhook with a signature that is "${name}" was answered ${status}`);
    });
    trial.demand('forgery', forged.length, forged.length);
    const [stored] = await scene.rows<{ count: number }>('select count(*)::int as count from message');
    trial.expect(stored?.count === 0, `${stored?.count} forged messages were stored`);

    const genuine = [NUMBER.appSecret, OLD_SECRET].map(async (secret) => {
      const body = bodyOf([textOf(scene.customers.newcomer(), 'genuine')]);
      trial.expect((await postbox.post(body, signatureOf(body, secret))).status === 200, 'a genuine one was refused');
    });
    await Promise.all(genuine);
    trial.see([...statuses].map(([status, count]) => `${count} times ${status}`).join(', '));
  },
};

/** The signature with one bit of its hexadecimal digits changed. */
function flipBit(signature: string, random: Random): string {
  const at = random.between('sha256='.length, signature.length - 1);
  const digit = Number.parseInt(signature[at] ?? '0', 16) ^ (1 << random.between(0, 3));
  return signature.slice(0, at) + digit.toString(16) + signature.slice(at + 1);
}

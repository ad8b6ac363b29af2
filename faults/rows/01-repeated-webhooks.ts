import { withRedis } from '../../lab/redis-server.js';
import { marked } from '../history/words.js';
import { atOnce } from '../stage/at-once.js';
import { textOf } from '../stage/postbox.js';
import type { Row } from '../trial.js';

const TIMES = 5;
const CONNECTIONS = 32;

/** The same webhooks side by side, again when the dedup cache has forgotten them, and again with other words. */
export const repeatedWebhooks: Row = {
  number: 1,
  title: 'repeated and replayed webhooks',
  bar: 'each stored once in its first words, one answer',
  async run(trial) {
    const scene = await trial.open({ webs: 2 });
    const postbox = scene.postbox(CONNECTIONS);
    const texts = scene.customers.newcomers(trial.size(100, 1_000)).map((phone) => textOf(phone, marked(phone, 1)));
    const repeats = trial.random.shuffled(texts.flatMap((text) => Array.from({ length: TIMES }, () => text)));
    await atOnce(CONNECTIONS, repeats, async (text) => void (await postbox.deliver([text])));

    await withRedis(scene.redis.uri, (redis) => redis.flushall());
    await atOnce(CONNECTIONS, texts, async (text) => void (await postbox.deliver([text])));
    await atOnce(
      CONNECTIONS,
      texts,
      async (text) => void (await postbox.deliver([{ ...text, words: 'something else' }])),
    );
    trial.demand('repeat', texts.length * (TIMES + 1), repeats.length - texts.length + 2 * texts.length);
    await trial.check(scene);
  },
};

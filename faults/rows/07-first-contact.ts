import { atOnce } from '../stage/at-once.js';
import { acknowledged } from '../stage/customers.js';
import type { Row } from '../trial.js';

const IMAGES = 10;

/** New customers whose first ten images come at once, over two web processes. */
export const firstContact: Row = {
  number: 7,
  title: 'first contact as a burst of images',
  bar: 'one conversation, ten messages, no unanswered customer',
  async run(trial) {
    const scene = await trial.open({
      webs: 2,
      env: { BUFFER_QUIET_MS: '500', BUFFER_MAX_MS: '5000' },
    });
    const customers = scene.customers.newcomers(trial.size(40, 500));
    await atOnce(8, customers, async (phone) => {
      const images = Array.from({ length: IMAGES }, () => {
        scene.simulator.writeAsCustomer(phone, { type: 'image' });
        return scene.simulator.deliveries(1)[0];
      });
      for (const image of images) if (image !== undefined) await acknowledged(image);
    });
    trial.demand('burst', customers.length, customers.length);
    const { dump } = await trial.check(scene, { anyOrder: true });
    for (const phone of customers) {
      const own = dump.conversations.filter(({ customer }) => customer === phone);
      const stored = dump.messages.filter(
        ({ conversation, sender }) => conversation === own[0]?.id && sender === 'customer',
      );
      trial.expect(own.length === 1, `${phone} has ${own.length} conversations`);
      trial.expect(stored.length === IMAGES, `of ${phone} ${stored.length} images are stored`);
    }
    trial.expect(
      dump.conversations.length === customers.length,
      `there are ${dump.conversations.length} conversations`,
    );
  },
};

import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { shopRoutes } from './routes.js';

describe('The stand-in for a shop', () => {
  it('tells where orders are, and delivers them when it is told to', async () => {
    const app = Fastify();
    shopRoutes(app);
    const textOf = async (url: string): Promise<unknown> => (await app.inject(url)).json().text;
    expect(await textOf('/shop/orders/4711')).toBe(
      'Order 4711 is on its way with the post, and arrives within two working days.',
    );
    const changed = await app.inject({
      method: 'POST',
      url: '/shop/orders/4711/delivery',
      payload: { date: '2030-01-05' },
    });
    expect(changed.json()).toMatchObject({ text: 'Delivery of order 4711 was changed to 2030-01-05.' });
    expect(await textOf('/shop/orders/4711')).toBe('Order 4711 will be delivered on 2030-01-05.');
    expect((await app.inject('/shop/orders/9999')).statusCode).toBe(404);
    expect((await app.inject({ method: 'POST', url: '/shop/orders/9999/delivery' })).statusCode).toBe(404);
  });
});

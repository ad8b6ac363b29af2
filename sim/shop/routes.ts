import type { FastifyInstance } from 'fastify';

/** Orders that the shop knows, and where they are. */
const ORDERS: Record<string, string> = {
  '4711': 'is on its way with the post, and arrives within two working days',
  '4712': 'is being packed in our workshop',
  '4713': 'was delivered, and left with the neighbour',
};

interface OrderRoute {
  Params: { order: string };
}

/** What a shop's own system might be: orders, and when they are delivered. It forgets everything with the process. */
export function shopRoutes(app: FastifyInstance): void {
  const wishes = new Map<string, string>();

  app.get<OrderRoute>('/shop/orders/:order', async ({ params: { order } }, reply) => {
    const state = wishes.get(order) ?? ORDERS[order];
    if (state === undefined) return reply.code(404).send({ text: `There is no order ${order}.` });
    return { order, text: `Order ${order} ${state}.` };
  });

  app.post<OrderRoute & { Body: { date?: string } | null }>(
    '/shop/orders/:order/delivery',
    async ({ params: { order }, body }, reply) => {
      if (ORDERS[order] === undefined) return reply.code(404).send({ text: `There is no order ${order}.` });
      wishes.set(order, `will be delivered on ${body?.date}`);
      return { order, text: `Delivery of order ${order} was changed to ${body?.date}.` };
    },
  );
}

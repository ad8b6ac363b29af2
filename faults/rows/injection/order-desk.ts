import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A business's own system, which answers about an order what somebody else wrote there. */
export interface OrderDesk {
  /** `host:port`, for the setting that lets tools call it. */
  host: string;
  /** What `tools.json` declares. */
  tools: object;
  /** The customers for whom it was asked, by phone. */
  askedFor: string[];
  stop(): void;
}

/** @param answers by the number of the order. */
export async function openOrderDesk(answers: readonly string[]): Promise<OrderDesk> {
  const askedFor: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://desk');
    askedFor.push(searchParams.get('phone') ?? '');
    const note = answers[Number(pathname.split('/').at(-1))] ?? '';
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ status: 'packed', note }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tool = {
    name: 'order_status',
    description: 'Where an order is.',
    arguments: {
      type: 'object',
      properties: { order: { type: 'string', pattern: '^[0-9]{1,8}$' } },
      required: ['order'],
    },
    method: 'GET',
    url: `http://${host}/orders/{{arguments.order}}?phone={{customer.phone}}`,
    effect: 'read',
  };
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { host, tools: { tools: [tool] }, askedFor, stop };
}

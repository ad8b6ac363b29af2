import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from './records.js';
import { startSimulator, type Simulator } from './simulator.js';

/** A webhook as it arrived, byte for byte. */
interface Arrived {
  bytes: Buffer;
  signature: string | undefined;
  at: number;
}

/** What a webhook of the field `messages` says. */
interface Value extends JsonObject {
  contacts?: JsonObject[];
  messages?: JsonObject[];
  statuses?: JsonObject[];
}

/** A product that keeps what the platform posts, and answers as told. */
export class FakeProduct {
  readonly arrived: Arrived[] = [];
  /** Statuses of the next answers, 0 for none at all; 200 when the list is used up. */
  answers: number[] = [];
  /** Webhooks that are open now, and the most there were at a time. */
  open = 0;
  mostOpen = 0;
  readonly #server = http.createServer((request, response) => void this.#take(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/webhook`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  values(): Value[] {
    return this.arrived.map(({ bytes }) => JSON.parse(bytes.toString()).entry[0].changes[0].value);
  }

  statuses(): JsonObject[] {
    return this.values().flatMap(({ statuses = [] }) => statuses);
  }

  async #take(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    this.mostOpen = Math.max(this.mostOpen, ++this.open);
    response.once('close', () => (this.open -= 1));
    if (request.method === 'GET') return this.#shakeHands(request, response);
    const bytes = Buffer.concat(await request.toArray());
    const signature = request.headers['x-hub-signature-256'];
    this.arrived.push({ bytes, signature: signature?.toString(), at: performance.now() });
    const status = this.answers.shift() ?? 200;
    if (status !== 0) setTimeout(() => response.writeHead(status).end('{}'), 5);
  }

  #shakeHands(request: http.IncomingMessage, response: http.ServerResponse): void {
    const query = new URL(request.url ?? '', 'http://product').searchParams;
    const known = query.get('hub.mode') === 'subscribe' && query.get('hub.verify_token') === OPTIONS.verifyToken;
    response.writeHead(known ? 200 : 403).end(known ? query.get('hub.challenge') : '');
  }
}

export const OPTIONS = {
  port: 0,
  phoneNumberId: '106540352242922',
  appSecret: 'a secret',
  verifyToken: 'a word',
  accessToken: 'a token',
};

/** Both sides, talking to each other, with short waits. */
export async function startBoth(): Promise<{ simulator: Simulator; product: FakeProduct; stop: () => Promise<void> }> {
  const product = new FakeProduct();
  const simulator = await startSimulator({ ...OPTIONS, webhookUrl: await product.start() });
  simulator.changeSettings({ statusDelayMs: 1, modelLatencyMs: 0, webhookFirstPauseMs: 10 });
  const stop = async (): Promise<void> => {
    await simulator.stop();
    await product.stop();
  };
  return { simulator, product, stop };
}

/** A JSON request; the answer's body is null where there is none. */
export async function call(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: JsonObject }> {
  const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const allHeaders = sent === undefined ? headers : { 'content-type': 'application/json', ...headers };
  const response = await fetch(url, { method, body: sent ?? null, headers: allHeaders });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One request that reached the business. */
export interface BusinessRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

type Answer = (request: BusinessRequest, response: ServerResponse) => void | Promise<void>;

/** A business's own system: it keeps what reaches it, and answers as the test says. */
export class BusinessServer {
  readonly requests: BusinessRequest[] = [];
  private answer: Answer = (_, response) => void response.end('{"ok":true}');
  private readonly server = createServer((incoming, response) => void this.take(incoming, response));

  async start(): Promise<void> {
    await new Promise<void>((resolve) => void this.server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => void this.server.close(resolve));
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  answers(answer: Answer): void {
    this.answer = answer;
  }

  /** Requests that have these words in path or body. */
  about(words: string): BusinessRequest[] {
    return this.requests.filter(({ path, body }) => `${path} ${body}`.includes(words));
  }

  private async take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = incoming;
    const request = { method, path, headers, body: await text(incoming) };
    this.requests.push(request);
    await this.answer(request, response);
  }
}

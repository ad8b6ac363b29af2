import { connect, type Socket } from 'node:net';
import type { SignedWebhook } from './webhooks.js';

const ANSWER_LIMIT_MS = 10_000;

/** A kept-alive connection that carries one request at a time; costs the machine less than any HTTP client. */
export class Lane {
  private received = '';
  private settle: ((status: number) => void) | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly head: string,
  ) {
    socket.setNoDelay(true).setTimeout(ANSWER_LIMIT_MS, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => this.take(chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => this.finish(0));
  }

  static open(url: string): Promise<Lane> {
    const { hostname, port } = new URL(url);
    const head = `POST /webhook HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\n`;
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      socket.once('error', reject).once('connect', () => resolve(new Lane(socket, head)));
    });
  }

  /** @returns the HTTP status; 0 when the connection ended without one. */
  post({ body, signature }: SignedWebhook): Promise<number> {
    return new Promise((resolve) => {
      if (this.socket.destroyed) return resolve(0);
      this.settle = resolve;
      this.socket.write(`${this.head}content-length: ${body.length}\r\nx-hub-signature-256: ${signature}\r\n\r\n`);
      this.socket.write(body);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: string): void {
    this.received += chunk;
    const end = this.received.indexOf('\r\n\r\n');
    if (end === -1) return;
    const length = Number(/^content-length: (\d+)/im.exec(this.received.slice(0, end))?.[1] ?? 0);
    if (this.received.length < end + 4 + length) return;
    const status = Number(this.received.slice(9, 12));
    this.received = '';
    this.finish(status);
  }

  private finish(status: number): void {
    const { settle } = this;
    this.settle = undefined;
    settle?.(status);
  }
}

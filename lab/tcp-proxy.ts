import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { unusedPort } from './processes.js';

/** Both ends of one connection, and how many bytes the server has answered on it. */
interface Line {
  client: Socket;
  server: Socket;
  answered: number;
  /** No byte passes any more, and neither end learns it. */
  dead: boolean;
  /** The line breaks when this many bytes of the answer have passed. */
  cutAfter: number;
}

const UNCUT = Infinity;

/**
 * A way to a server on loopback that can be closed, blocked, slowed and cut, in the words of toxiproxy. It begins open.
 * Where there are several servers, lines go to each in turn, and past those that refuse them.
 * What is asked for holds for the lines that live and for those to come, until {@link pass}.
 */
export class TcpProxy {
  private readonly lines = new Set<Line>();
  private server: Server | undefined;
  private blocked = false;
  private delayMs = 0;
  private cutAfter = UNCUT;
  private next = 0;
  /** Lines that were broken because so much of an answer had passed. */
  cuts = 0;
  /** Lines that were asked for since the start, refused ones not counted. */
  accepted = 0;

  private constructor(
    private readonly targets: readonly URL[],
    private readonly port: number,
  ) {}

  static async open(...targetUrls: [string, ...string[]]): Promise<TcpProxy> {
    const targets = targetUrls.map((url) => new URL(url));
    const proxy = new TcpProxy(targets, await unusedPort());
    await proxy.pass();
    return proxy;
  }

  /** The (first) address given, by way of this proxy. */
  get url(): string {
    return Object.assign(new URL(this.targets[0] as URL), { port: String(this.port) }).href;
  }

  /** Lets everything through again; a line that was blocked stays dead for good, and one that was slowed is reset. */
  async pass(): Promise<void> {
    this.blocked = false;
    // What is under way would be overtaken.
    if (this.delayMs > 0) this.reset();
    this.delayMs = 0;
    this.cutAnswersAfter(UNCUT);
    if (this.server?.listening === true) return;
    this.server = createServer({ pauseOnConnect: true }, (client) => void this.accept(client)).listen(
      this.port,
      '127.0.0.1',
    );
    await once(this.server, 'listening');
  }

  /** Resets every line and refuses new ones. */
  async refuse(): Promise<void> {
    const closed = this.server?.listening === true ? once(this.server, 'close') : undefined;
    this.server?.close();
    this.reset();
    await closed;
  }

  /** Resets every line; new ones pass. */
  reset(): void {
    for (const line of this.lines) breakOff(line);
  }

  /** Lines can be made and none is closed, but no byte gets through. */
  blackHole(): void {
    this.blocked = true;
    for (const line of this.lines) line.dead = true;
  }

  /** Whatever is sent arrives so much later. */
  delay(ms: number): void {
    this.delayMs = ms;
  }

  /** Resets a line when so many bytes of the server's answers have passed, counted from now; 0 lets no answer through. */
  cutAnswersAfter(bytes: number): void {
    this.cutAfter = bytes;
    for (const line of this.lines) line.cutAfter = line.answered + bytes;
  }

  stop(): Promise<void> {
    return this.refuse();
  }

  private async accept(client: Socket): Promise<void> {
    client.on('error', () => undefined);
    this.accepted += 1;
    const server = await this.reachServer();
    if (server === null) return void client.resetAndDestroy();
    const line = { client, server, answered: 0, dead: this.blocked, cutAfter: this.cutAfter };
    this.lines.add(line);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.setNoDelay().on('error', () => undefined);
      from.on('data', (bytes) => this.forward(line, from, to, bytes));
      from.on('close', () => {
        this.lines.delete(line);
        this.later(() => to.destroySoon());
      });
      from.resume();
    }
  }

  /** Null where every server refuses. */
  private async reachServer(): Promise<Socket | null> {
    for (let tries = 0; tries < this.targets.length; tries++) {
      const target = this.targets[this.next++ % this.targets.length] as URL;
      const server = connect(Number(target.port), target.hostname).pause();
      const reached = await once(server, 'connect').then(
        () => true,
        () => false,
      );
      if (reached) return server;
    }
    return null;
  }

  private forward(line: Line, from: Socket, to: Socket, bytes: Buffer): void {
    if (line.dead) return;
    if (from === line.client) return this.later(() => void to.write(bytes));
    const room = line.cutAfter - line.answered;
    line.answered += bytes.length;
    if (bytes.length < room) return this.later(() => void to.write(bytes));
    this.cuts += 1;
    line.dead = true;
    to.write(bytes.subarray(0, room), () => breakOff(line));
  }

  /** What is delayed keeps its order. */
  private later(act: () => void): void {
    if (this.delayMs === 0) act();
    else setTimeout(act, this.delayMs);
  }
}

function breakOff({ client, server }: Line): void {
  for (const end of [client, server]) end.resetAndDestroy();
}

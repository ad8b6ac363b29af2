import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { unusedPort } from './processes.js';

/** A way to a server on loopback that a test can close. It begins open. */
export interface TcpProxy {
  /** The address given, by way of this proxy. */
  url: string;
  /** Lets new connections through, and those that live. */
  pass(): Promise<void>;
  /** Resets every connection and refuses new ones. */
  refuse(): Promise<void>;
  /** Connections can be made and none is closed, but no byte gets through; such a connection stays dead for good. */
  blackHole(): void;
  stop(): Promise<void>;
}

export async function startTcpProxy(targetUrl: string): Promise<TcpProxy> {
  const target = new URL(targetUrl);
  const port = await unusedPort();
  const sockets = new Set<Socket>();
  const dead = new WeakSet<Socket>();
  let server: Server | undefined;
  let open = true;

  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    if (!open) dead.add(socket);
    socket.setNoDelay().on('error', () => undefined);
    return socket.once('close', () => sockets.delete(socket));
  };
  const forward = (from: Socket, to: Socket): void => {
    from.on('data', (bytes) => void (dead.has(from) || to.write(bytes)));
    from.on('close', () => to.destroy());
  };
  const accept = (from: Socket): void => {
    const to = keep(connect(Number(target.port), target.hostname));
    forward(keep(from), to);
    forward(to, from);
  };
  const close = async (): Promise<void> => {
    const closed = server?.listening === true ? once(server, 'close') : undefined;
    server?.close();
    for (const socket of sockets) socket.resetAndDestroy();
    await closed;
  };
  const pass = async (): Promise<void> => {
    open = true;
    if (server?.listening === true) return;
    server = createServer(accept).listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const blackHole = (): void => {
    open = false;
    for (const socket of sockets) dead.add(socket);
  };
  await pass();
  return {
    url: Object.assign(new URL(targetUrl), { port: String(port) }).href,
    pass,
    refuse: close,
    blackHole,
    stop: close,
  };
}

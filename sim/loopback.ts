import { type AddressInfo, createServer } from 'node:net';

/** A loopback port that nobody listens on at this moment. */
export const freePort = (): Promise<number> => listenOnce(0);

/** Why `port` cannot be listened on, in a few words, or null when it can. */
export async function refusalOf(port: number): Promise<string | null> {
  return listenOnce(port).then(
    () => null,
    ({ code }: NodeJS.ErrnoException) => (code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${code})`),
  );
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(port, '127.0.0.1', () => {
      const { port: got } = probe.address() as AddressInfo;
      probe.close(() => resolve(got));
    });
  });
}

import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../loopback.js';
import { requireFreePorts } from './ports.js';

const listening: Server[] = [];

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  listening.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('the ports of npm start', () => {
  afterEach(() => {
    for (const server of listening.splice(0)) server.close();
  });

  it('are fine when nobody listens on them, and 0 always is', async () => {
    await expect(requireFreePorts({ PORT: await freePort(), SIM_PORT: 0 })).resolves.toBeUndefined();
    await expect(requireFreePorts({ PORT: 0, SIM_PORT: 0 })).resolves.toBeUndefined();
  });

  it('are named with the command that chooses others when somebody does', async () => {
    const [port, simulatorPort] = [await takenPort(), await takenPort()];
    const refusal = requireFreePorts({ PORT: port, SIM_PORT: simulatorPort });
    await expect(refusal).rejects.toThrow(`Port ${port} (PORT) is taken.\nPort ${simulatorPort} (SIM_PORT) is taken.`);
    await expect(refusal).rejects.toThrow(/Choose another: PORT=\d+ SIM_PORT=\d+ npm start$/);
  });

  it('have to differ', async () => {
    const port = await freePort();
    await expect(requireFreePorts({ PORT: port, SIM_PORT: port })).rejects.toThrow(
      `Port ${port} (SIM_PORT) is named twice.`,
    );
  });
});

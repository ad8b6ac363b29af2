import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { percentile } from '../lab/figures.js';
import { newPhone, write } from './support/conversation.js';
import { eventually, startSystem, type TestSystem } from './support/system.js';

const SENDERS = 60;
const CUT_WITHIN_MS = 15_000;
const OTHERS_P95_MS = 500;

/** Does something over and over until `work` is done. */
async function meanwhile<T>(work: Promise<T>, act: () => Promise<void>): Promise<T> {
  const state = { isDone: false };
  const done = work.finally(() => (state.isDone = true));
  while (!state.isDone) await act();
  return done;
}

describe('Senders of one byte a second', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ ROLE: 'web' });
  });
  afterAll(() => system.stop());

  /** How long somebody held a line who began like this and went on byte by byte. */
  const dribble = async (beginning: string): Promise<number> => {
    const began = performance.now();
    const socket: Socket = connect(Number(new URL(system.url).port), '127.0.0.1').on('error', () => undefined);
    socket.resume().write(beginning);
    const timer = setInterval(() => socket.write('a'), 1_000);
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(timer);
    return performance.now() - began;
  };
  const lines = (): Promise<number> =>
    new Promise((resolve) => system.app.getHttpServer().getConnections((_: unknown, count: number) => resolve(count)));

  it('are cut off, in headers and in bodies, while others are served', async () => {
    const before = await lines();
    const headers = 'POST /webhook HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n';
    const slow = Promise.all(
      Array.from({ length: SENDERS }, (_, at) => dribble(at % 2 === 0 ? `${headers}x-a: ` : `${headers}\r\n{`)),
    );
    const took: number[] = [];
    const cut = await meanwhile(slow, async () => {
      const began = performance.now();
      await write(system, newPhone(), 'hello');
      took.push(performance.now() - began);
    });
    expect(Math.max(...cut)).toBeLessThan(CUT_WITHIN_MS);
    expect(took.length).toBeGreaterThan(20);
    expect(percentile(took, 95)).toBeLessThan(OTHERS_P95_MS);
    await eventually('their lines are given back', async () => (await lines()) <= before + 2);
  }, 40_000);
});

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../sim/until.js';
import { type Exit, type OwnProcess, Processes, statusOf } from './support/processes.js';
import { answersTo, eventually, startSurroundings, type Surroundings } from './support/system.js';

/** A rolling restart: each process is asked to stop in the middle of its turns while the next one starts. */
describe('A process that is asked to stop', () => {
  const processes = new Processes();
  const exits: { asked: number; exit: Promise<Exit & { tookMs: number }>; hung: string }[] = [];
  let around: Surroundings;
  let web: OwnProcess;
  let all: OwnProcess;
  let worker: OwnProcess;
  beforeAll(async () => {
    around = await startSurroundings();
    all = await processes.start('main', around.env);
    around.simulator.webhookUrl = `${all.url}/webhook`;
  });
  afterAll(async () => {
    await processes.killAll();
    await around.stop();
  });

  it('main.js: readiness falls before listening ends, it takes no new job, and a running turn is sent', async () => {
    await stopInTheMiddle(all, '1');
    web = await processes.start('main', { ...around.env, ROLE: 'web' });
    around.simulator.webhookUrl = `${web.url}/webhook`;
    worker = await processes.start('worker', around.env);
    await eventually('the next process answers the rest', () => answersTo(around, late('1')).length === 1);
  });

  it('worker.js: the same', async () => {
    await stopInTheMiddle(worker, '2');
    await processes.start('worker', around.env);
    await eventually('the next process answers the rest', () => answersTo(around, late('2')).length === 1);
  });

  it('exits with 0 within 20 s although a model hangs; another worker answers what was given back', async () => {
    for (const { exit, hung } of exits) {
      expect(await exit).toMatchObject({ code: 0, signal: null });
      expect((await exit).tookMs).toBeLessThan(20_000);
      await eventually('another worker answers', () => answersTo(around, hung).length > 0);
    }
    for (const number of ['1', '2'])
      for (const phone of [slow(number), late(number), hanging(number)])
        expect([phone, answersTo(around, phone).length]).toEqual([phone, 1]);
    const states = await around.rows(`select state, reason, count(*)::int from turn group by 1, 2 order by 1`);
    expect(states).toEqual([
      { state: 'answered', reason: null, count: 6 },
      { state: 'cancelled', reason: 'given back at shutdown', count: 2 },
    ]);
  });

  it('exits at once when it has nothing to do, with connections open', async () => {
    const sockets = await idleConnections(web);
    web.signal('SIGTERM');
    expect(await web.exit(5_000)).toEqual({ code: 0, signal: null });
    for (const socket of sockets) socket.destroy();
  });

  const slow = (number: string): string => `1555012000${number}`;
  const hanging = (number: string): string => `1555012001${number}`;
  const late = (number: string): string => `1555012002${number}`;

  /** One turn with a slow model, one with a model that hangs; then SIGTERM, and one more customer. */
  async function stopInTheMiddle(stopped: OwnProcess, number: string): Promise<void> {
    const { simulator } = around;
    simulator.armFault({ face: 'gemini', kind: 'slow', ms: 3_000, match: { text: `slowly ${number}` } });
    simulator.armFault({ face: 'gemini', kind: 'hang', match: { text: `never ${number}` } });
    simulator.writeAsCustomer(slow(number), { text: `slowly ${number}` });
    simulator.writeAsCustomer(hanging(number), { text: `never ${number}` });
    await eventually('both turns run', () => simulator.faults().every((fault) => fault.remaining === 0));
    const sockets = await idleConnections(stopped);

    const asked = Date.now();
    stopped.signal('SIGTERM');
    const exit = stopped.exit().then((how) => ({ ...how, tookMs: Date.now() - asked }));
    exits.push({ asked, exit, hung: hanging(number) });
    await eventually('readiness falls', async () => (await statusOf(`${stopped.url}/health/ready`)) === 503);
    expect(await statusOf(`${stopped.url}/health/live`)).toBe(200);
    const calls = simulator.modelCalls().length;
    simulator.writeAsCustomer(late(number), { text: `late ${number}` });

    await eventually('the slow turn is answered', () => answersTo(around, slow(number)).length === 1);
    expect(simulator.modelCalls()).toHaveLength(calls);
    expect(answersTo(around, late(number))).toHaveLength(0);
    void exit.finally(() => sockets.forEach((socket) => socket.destroy()));
  }
});

/** One connection that was used and is kept, one that never asked for anything. */
async function idleConnections({ url }: OwnProcess): Promise<Socket[]> {
  const { port, hostname } = new URL(url);
  const sockets = [0, 1].map(() => connect(Number(port), hostname).on('error', () => undefined));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  const [used] = sockets;
  used?.write('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n');
  if (used) await once(used, 'data');
  return sockets;
}

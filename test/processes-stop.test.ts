import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Exit, type OwnProcess, Processes, statusOf } from '../lab/processes.js';
import { answersTo, eventually, startSurroundings, type Surroundings } from './support/system.js';

describe('A process that is asked to stop', () => {
  const processes = new Processes();
  let around: Surroundings;
  beforeAll(async () => {
    around = await startSurroundings();
  });
  afterAll(async () => {
    await processes.killAll();
    await around.stop();
  });

  it('takes no new job, finishes its turns or gives them back, and exits with 0 within 20 s', async () => {
    const all = await processes.start('main', around.env);
    around.simulator.webhookUrl = `${all.url}/webhook`;
    const first = await stopInTheMiddle(all, 'a');

    const web = await processes.start('main', { ...around.env, ROLE: 'web' });
    around.simulator.webhookUrl = `${web.url}/webhook`;
    const worker = await processes.start('worker', around.env);
    await eventually('the next process answers the late one', () => answersTo(around, CUSTOMERS.a.late).length > 0);
    const second = await stopInTheMiddle(worker, 'b');

    await processes.start('worker', around.env);
    for (const { end } of [first, second]) {
      const { tookMs, ...how } = await end;
      expect(how).toEqual({ code: 0, signal: null });
      expect(tookMs).toBeLessThan(20_000);
    }
    const everybody = [...Object.values(CUSTOMERS.a), ...Object.values(CUSTOMERS.b)];
    await eventually('all are answered', () => everybody.every((phone) => answersTo(around, phone).length > 0));
    expect(everybody.map((phone) => answersTo(around, phone).length)).toEqual(everybody.map(() => 1));
    const turns = await around.rows(`select state, reason, count(*)::int from turn group by 1, 2 order by 1`);
    expect(turns).toEqual([
      { state: 'answered', reason: null, count: 6 },
      { state: 'cancelled', reason: 'given back at shutdown', count: 2 },
    ]);
  }, 120_000);

  it('exits at once when it has nothing to do, whatever connections are open', async () => {
    const web = await processes.start('main', { ...around.env, ROLE: 'web' });
    await openConnections(web);
    web.signal('SIGTERM');
    expect(await web.exit(5_000)).toEqual({ code: 0, signal: null });
  });

  /** A turn with a slow model and one whose model hangs; then SIGTERM, and one customer more. */
  async function stopInTheMiddle(stopped: OwnProcess, round: keyof typeof CUSTOMERS): Promise<Stop> {
    const { simulator } = around;
    const { slow, hanging, late } = CUSTOMERS[round];
    simulator.armFault({ face: 'gemini', kind: 'slow', ms: 3_000, match: { text: `slowly ${round}` } });
    simulator.armFault({ face: 'gemini', kind: 'hang', match: { text: `never ${round}` } });
    simulator.writeAsCustomer(slow, { text: `slowly ${round}` });
    simulator.writeAsCustomer(hanging, { text: `never ${round}` });
    await eventually('both turns run', () => simulator.faults().every((fault) => fault.remaining === 0));
    await openConnections(stopped);

    const asked = Date.now();
    stopped.signal('SIGTERM');
    await eventually('readiness falls', async () => (await statusOf(`${stopped.url}/health/ready`)) === 503);
    expect(await statusOf(`${stopped.url}/health/live`)).toBe(200);
    simulator.writeAsCustomer(late, { text: `late ${round}` });

    await eventually('the slow turn is answered', () => answersTo(around, slow).length > 0);
    expect(simulator.modelCalls().flatMap((call) => call.burst)).not.toContain(`late ${round}`);
    return { end: stopped.exit().then((how) => ({ ...how, tookMs: Date.now() - asked })) };
  }
});

/** A stop that goes on while the next process starts. */
interface Stop {
  end: Promise<Exit & { tookMs: number }>;
}

const CUSTOMERS = {
  a: { slow: '15550120001', hanging: '15550120002', late: '15550120003' },
  b: { slow: '15550120011', hanging: '15550120012', late: '15550120013' },
};

/** One that was used and is kept, one that never asked for anything. They end with the process that they lead to. */
async function openConnections({ url }: OwnProcess): Promise<void> {
  const { port, hostname } = new URL(url);
  const open = async (): Promise<Socket> => {
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  const [used] = await Promise.all([open(), open()]);
  used.write('GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await once(used, 'data');
}

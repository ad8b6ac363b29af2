import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnProcess, Processes } from '../lab/processes.js';
import { TcpProxy } from '../lab/tcp-proxy.js';
import { answersTo, call, eventually, startSurroundings, type Surroundings } from './support/system.js';

const PHONE = '15550140001';

describe('Metrics', () => {
  const processes = new Processes();
  let around: Surroundings;
  let wayToDatabase: TcpProxy;
  let web: OwnProcess;
  let worker: OwnProcess;
  beforeAll(async () => {
    around = await startSurroundings();
    wayToDatabase = await TcpProxy.open(around.env['DB_URL'] ?? '');
    const env = { ...around.env, DB_URL: wayToDatabase.url };
    [web, worker] = await Promise.all([
      processes.start('main', { ...env, ROLE: 'web' }),
      processes.start('worker', env),
    ]);
    around.simulator.webhookUrl = `${web.url}/webhook`;
    around.simulator.writeAsCustomer(PHONE, { text: 'one question' });
    await eventually('it is answered', () => answersTo(around, PHONE).length === 1);
    await call(`${web.url}/api/v1/conversations/${PHONE}`, 'GET');
    await call(`${web.url}/nothing/${PHONE}`, 'GET');
  });
  afterAll(async () => {
    await processes.killAll();
    await wayToDatabase.refuse();
    await around.stop();
  });

  const scrape = async (process: OwnProcess): Promise<string> => {
    const { status, headers, body } = await call(`${process.url}/metrics`, 'GET');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    return body['text'] as string;
  };
  /** The value of one line; undefined where it is not told. */
  const valueOf = (text: string, name: string): number | undefined => {
    const line = text.split('\n').find((one) => one.startsWith(`whatsapp_backend_${name} `));
    return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')));
  };

  it('tell in every process what is true of all', async () => {
    for (const process of [web, worker]) {
      await eventually('the turn is told', async () => {
        return valueOf(await scrape(process), 'turns_total{outcome="answered"}') === 1;
      });
      const text = await scrape(process);
      for (const part of ['database', 'queue']) expect(valueOf(text, `up{part="${part}"}`)).toBe(1);
      expect(valueOf(text, 'oldest_unanswered_seconds')).toBe(0);
      expect(valueOf(text, 'sending{state="running"}')).toBe(1);
      expect(valueOf(text, 'conversations{owner="waiting"}')).toBe(0);
      expect(valueOf(text, 'tokens_total{kind="input"}')).toBeGreaterThan(0);
      expect(valueOf(text, 'database_connections_open')).toBeGreaterThan(0);
      expect(text).toMatch(/^nodejs_eventloop_lag_mean_seconds /m);
    }
  });

  it('tell of each process what it did, and nothing of a customer', async () => {
    const served = await scrape(web);
    const requests = (labels: string) => valueOf(served, `http_request_duration_seconds_count{${labels}}`);
    expect(requests('method="POST",route="/webhook",status="200"')).toBeGreaterThan(0);
    expect(requests('method="GET",route="/api/v1/conversations/:customer",status="200"')).toBe(1);
    expect(requests('method="GET",route="none",status="404"')).toBe(1);
    expect(valueOf(served, 'intake_waiting')).toBe(0);
    const worked = await scrape(worker);
    for (const name of ['turn_duration_seconds', 'turn_model_seconds'])
      expect(valueOf(worked, `${name}_count`)).toBe(1);
    expect(served + worked).not.toContain(PHONE);
  });

  it('say that the database is away, in time and with all they know themselves', async () => {
    wayToDatabase.blackHole();
    await eventually('it is told', async () => {
      const began = performance.now();
      const text = await scrape(web);
      expect(performance.now() - began).toBeLessThan(4_000);
      return valueOf(text, 'up{part="database"}') === 0;
    });
    const text = await scrape(web);
    expect(valueOf(text, 'turns_total{outcome="answered"}')).toBeUndefined();
    expect(valueOf(text, 'database_connections_open')).toBeDefined();
    expect((await call(`${web.url}/stats`, 'GET')).status).toBe(503);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sending } from '../src/conversation/sending/sending.service.js';
import { conversationOf, exchange, messagesOf, newPhone, settled, write } from './support/conversation.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';
import { deliver, statusOf, webhook } from './support/webhook-body.js';

const EXPIRED = { code: 190, message: 'The access token has expired' };
const AGAIN_AND_AGAIN = 1_000_000;

describe('All sending', () => {
  let system: TestSystem;
  beforeEach(async () => {
    // What is on its way when the platform begins to refuse is refused too.
    system = await startSystem({ WORKER_CONCURRENCY: '4' });
  });
  afterEach(() => system.stop());

  const state = async () => (await system.call('GET', '/api/v1/sending')).body;
  const isPaused = () => eventually('sending is paused', async () => (await state())['state'] === 'paused');
  const runs = () => eventually('sending goes on', async () => (await state())['state'] === 'running');
  const resume = () => system.call('POST', '/api/v1/sending/resume');
  const refuseAll = (error = EXPIRED) =>
    system.simulator.armFault({ face: 'whatsapp', kind: 'error', status: 401, times: AGAIN_AND_AGAIN, ...error });
  const requests = () => system.simulator.requests().filter(({ kind }) => kind === 'message');
  const phones = (count: number) => Array.from({ length: count }, newPhone);
  const queued = async () => (await system.rows(`select 1 from message where status = 'queued'`)).length;

  it('is paused by an expired token: nothing is dropped, few requests are made, and all are answered after it', async () => {
    refuseAll();
    const customers = phones(20);
    for (const phone of customers) await write(system, phone, `question of ${phone}`);
    await eventually('every answer waits', async () => (await queued()) === customers.length, 20_000);
    expect(requests().length).toBeLessThanOrEqual(10);
    expect(await state()).toEqual({
      state: 'paused',
      code: 190,
      reason: EXPIRED.message,
      since: expect.any(String),
      next_try_at: expect.any(String),
      waiting: 20,
    });
    await resume();
    await eventually('a probe is refused', () => requests().length > 0);

    const tried = requests().length;
    system.simulator.disarmFaults();
    await resume();
    await runs();
    await Promise.all(customers.map((phone) => settled(system, phone)));
    expect(customers.map((phone) => answersTo(system, phone).length)).toEqual(customers.map(() => 1));
    expect(requests().length - tried).toBeLessThanOrEqual(customers.length + 1);
    expect(await system.rows(`select 1 from conversation where owner <> 'ai'`)).toHaveLength(0);
  });

  it('that is paused is told at every door, and an operator is told why their message waits', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'a question');
    await eventually('it is healthy', async () => (await system.call('GET', '/health')).body['status'] === 'healthy');
    refuseAll();
    const told = await system.call('POST', '/api/v1/operator-message', { phone, message: 'First' });
    expect(told).toMatchObject({ status: 200, body: { status: 'success', delivery: 'queued' } });
    const [row] = (await messagesOf(system, phone)).slice(-1);
    expect((await system.call('POST', '/api/v1/operator-message', { phone, message: 'Second' })).body).toMatchObject({
      delivery: 'queued',
      reason: `All sending waits: ${EXPIRED.message}`,
    });
    expect(told.body).toMatchObject({ message_id: row?.id, reason: `All sending waits: ${EXPIRED.message}` });

    const health = await system.call('GET', '/health');
    expect(health.status).toBe(200);
    expect(health.body).toMatchObject({ status: 'degraded', checks: { sending: `paused: ${EXPIRED.message}` } });
    expect((await system.call('GET', '/stats')).body['sending']).toMatchObject({ state: 'paused', waiting: 2 });
    expect((await system.call('GET', '/api/v1/platform-events?alerts=true')).body['items']).toMatchObject([
      { field: 'sending', alert: `All sending is paused: ${EXPIRED.message}`, payload: { code: 190 } },
    ]);

    system.simulator.disarmFaults();
    await resume();
    await runs();
    await settled(system, phone);
    expect(answersTo(system, phone).slice(1)).toEqual(['First', 'Second']);
    expect((await system.call('GET', '/health')).body['checks']).not.toHaveProperty('sending');
  });

  it('goes on by itself when a process starts, which may have brought the new token', async () => {
    const phone = newPhone();
    refuseAll();
    await write(system, phone, 'a question');
    await isPaused();
    system.simulator.disarmFaults();
    await system.app.get(Sending).onModuleInit();
    await settled(system, phone);
    expect(answersTo(system, phone)).toHaveLength(1);
  });

  it('leaves what waits to the usual rules: a takeover cancels it, a window that closes gives it to a person', async () => {
    const [taken = '', late = '', held = ''] = phones(3);
    await exchange(system, held, 'a question');
    refuseAll();
    await Promise.all([write(system, taken, 'one question'), write(system, late, 'another question')]);
    await system.call('POST', '/api/v1/operator-message', { phone: held, message: 'From a person' });
    await eventually('all of them wait', async () => (await queued()) === 3);
    await system.call('POST', '/api/v1/takeover', { phone: taken });
    await system.rows(`update conversation set window_expires_at = now() where phone = any($1)`, [[late, held]]);
    await eventually('a person is asked for', async () => (await conversationOf(system, late)).owner === 'waiting');

    expect((await conversationOf(system, late)).handoff?.reason).toBe('window_closed');
    expect((await messagesOf(system, taken)).at(-1)?.status).toBe('cancelled');
    expect((await messagesOf(system, late)).at(-1)?.status).toBe('failed');
    await eventually('the operator is told', async () => (await messagesOf(system, held)).at(-1)?.status === 'failed');
    expect((await messagesOf(system, held)).at(-1)?.error).toMatchObject({
      code: 131_047,
      message: 'The 24-hour window closed before the message could go out',
    });
    expect((await state())['state']).toBe('paused');
  });

  it('is paused by a ban that the platform reports, and not by what leaves answers alone', async () => {
    const report = (event: object) => system.simulator.sendPlatformEvent('account_update', { value: event });
    const restriction = [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING' }];
    report({ event: 'ACCOUNT_RESTRICTION', restriction_info: restriction });
    await eventually('it is stored', async () => (await system.rows('select 1 from platform_event')).length === 1);
    expect((await state())['state']).toBe('running');

    report({ event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } });
    await isPaused();
    const phone = newPhone();
    await write(system, phone, 'a question');
    await eventually('the answer waits', async () => (await queued()) === 1);
    expect(requests()).toHaveLength(0);
    await resume();
    await settled(system, phone);
    expect(answersTo(system, phone)).toHaveLength(1);
  });

  it('is paused by a failed status too, and goes on when a probe is reported as sent', async () => {
    system.simulator.changeSettings({ statusDelayMs: 50 });
    const arm = (): unknown =>
      system.simulator.armFault({ face: 'whatsapp', kind: 'accept-then-fail', code: 131_042, times: AGAIN_AND_AGAIN });
    arm();
    const [first = '', ...others] = phones(8);
    await write(system, first, 'a question');
    await isPaused();
    await Promise.all(others.map((phone) => write(system, phone, 'another question')));
    await eventually('every answer waits', async () => (await queued()) === 8);
    const before = requests().length;
    await resume();
    await eventually('a probe fails', async () => {
      const [row] = await system.rows<{ refused_probes: number }>('select refused_probes from sending');
      return row?.refused_probes === 1;
    });
    expect(requests().length - before).toBe(1);

    system.simulator.disarmFaults();
    await resume();
    await runs();
    const all = [first, ...others];
    await Promise.all(all.map((phone) => settled(system, phone)));
    const texts = (phone: string) => new Set(answersTo(system, phone));
    expect(all.map((phone) => texts(phone).size)).toEqual(all.map(() => 1));
    expect(await system.rows(`select 1 from conversation where owner <> 'ai'`)).toHaveLength(0);
  });
});

describe('A message that is reported as failed', () => {
  let system: TestSystem;
  beforeEach(async () => {
    system = await startSystem();
  });
  afterEach(() => system.stop());

  const requestsTo = (phone: string) => system.simulator.requests().filter(({ to }) => to === `+${phone}`);
  const handedOver = (phone: string) =>
    eventually('a person is asked for', async () => (await conversationOf(system, phone)).owner === 'waiting', 20_000);
  const failWith = (code: number, times = 1) =>
    system.simulator.armFault({ face: 'whatsapp', kind: 'accept-then-fail', code, times });

  it('for a reason that passes is sent again as the same message; what comes late of the first try counts for nothing', async () => {
    const phone = newPhone();
    failWith(130_429);
    await exchange(system, phone, 'a question');
    await eventually('it is sent again', () => requestsTo(phone).length === 2, 15_000);
    const [one, two] = requestsTo(phone);
    expect(two?.label).toBe(one?.label);
    await eventually('it is read', async () => (await messagesOf(system, phone)).at(-1)?.status === 'read');

    const late = [statusOf(one?.wamid ?? '', 'sent'), statusOf(one?.wamid ?? '', 'played')].map((status) => ({
      ...status,
      biz_opaque_callback_data: one?.label,
    }));
    expect(await deliver(system, webhook(system, { statuses: late }))).toBe(200);
    await eventually('the reports are looked at', async () => {
      return (await system.rows(`select 1 from delivery_event where state = 'new'`)).length === 0;
    });
    expect((await messagesOf(system, phone)).at(-1)).toMatchObject({
      status: 'read',
      external_id: two?.wamid,
      former_external_ids: [one?.wamid],
      attempts: 2,
    });
    expect((await conversationOf(system, phone)).owner).toBe('ai');
  });

  it('for good is left to a person, with the reason and the words', async () => {
    const phone = newPhone();
    failWith(131_026);
    await exchange(system, phone, 'a question');
    await handedOver(phone);
    const text = (await messagesOf(system, phone)).at(-1)?.message_text;
    expect((await conversationOf(system, phone)).handoff).toMatchObject({
      reason: 'send_failed',
      summary: expect.stringContaining('131026'),
      tried: `Not sent: ${text}`,
    });
    expect(requestsTo(phone)).toHaveLength(1);
  });

  it('because the customer stopped marketing opts them out', async () => {
    const phone = newPhone();
    failWith(131_050);
    await exchange(system, phone, 'a question');
    await handedOver(phone);
    expect(await system.rows('select opted_out_by from conversation')).toEqual([{ opted_out_by: 'refusal' }]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestFolder } from './support/business-folder.js';
import { BusinessServer } from './support/business-server.js';
import { callsAbout, conversationOf, exchange, newPhone, settled } from './support/conversation.js';
import { lastPrompt } from './support/inbound.js';
import { operator, type Operator, TWO_OPERATORS } from './support/operators.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';

const toolsAt = (host: string) => ({
  tools: [
    {
      name: 'refund',
      description: 'Pays an order back.',
      arguments: {
        type: 'object',
        properties: { order: { type: 'string' }, euros: { type: 'number', maximum: 100 } },
        required: ['order'],
      },
      method: 'POST',
      url: `http://${host}/refunds?phone={{customer.phone}}`,
      effect: 'write',
      approval: true,
    },
  ],
});

interface Card {
  reason: string;
  summary: string;
  tool_call: { id: string; tool: string; arguments: object; description: string };
}

describe.concurrent('A call that a person has to approve', () => {
  const folder = new TestFolder();
  const business = new BusinessServer();
  let system: TestSystem;
  let anna: Operator;
  let ben: Operator;
  beforeAll(async () => {
    await business.start();
    business.answers(
      ({ body }, response) => void (body.includes('reset') ? response.destroy() : response.end('{"paid":true}')),
    );
    folder.write('tools.json', JSON.stringify(toolsAt(business.host)));
    system = await startSystem({ ...TWO_OPERATORS, BUSINESS_DIR: folder.path, TOOL_PRIVATE_HOSTS: business.host });
    [anna, ben] = [operator(system, 'anna'), operator(system, 'ben')];
    await eventually(
      'the folder is read',
      async () => (await system.rows('select 1 from knowledge.library where synced_at is not null')).length === 1,
    );
  });
  afterAll(async () => {
    await system.stop();
    await business.stop();
    folder.remove();
  });

  /** The customer asks, and the assistant proposes a refund of this order. */
  const proposed = async (order: string): Promise<{ phone: string; id: string; card: Card }> => {
    const phone = newPhone();
    const args = { order, euros: 20 };
    system.simulator.armFault({
      face: 'gemini',
      kind: 'tool-call',
      name: 'refund',
      args,
      match: { text: `refund ${order}` },
    });
    await exchange(system, phone, `Please refund ${order}`);
    const card = (await anna.get(`conversations/${phone}`)).body['handoff'] as Card;
    return { phone, id: card.tool_call.id, card };
  };

  it('waits on the card with what it would do, and nothing happens', async () => {
    const { phone, id, card } = await proposed('W1');
    expect((await conversationOf(system, phone)).owner).toBe('waiting');
    expect(card).toMatchObject({
      reason: 'approval_needed',
      summary: expect.stringContaining('refund {"order":"W1","euros":20}'),
      tool_call: { tool: 'refund', arguments: { order: 'W1', euros: 20 }, description: 'Pays an order back.' },
    });
    expect(business.about('W1')).toEqual([]);
    expect((await anna.get('tool-calls?limit=200')).body['items']).toContainEqual(
      expect.objectContaining({ id, state: 'asked' }),
    );
    expect((await anna.get(`conversations/${phone}/tool-calls`)).body['items']).toMatchObject([{ id, state: 'asked' }]);
  });

  it('is made once it is approved, and the assistant tells the customer', async () => {
    const { phone, id } = await proposed('A1');
    const { status, body } = await anna.post(`tool-calls/${id}/approve`);
    expect([status, body]).toMatchObject([200, { state: 'done', decided_by: 'anna', result: '{"paid":true}' }]);
    expect(business.about('A1')).toMatchObject([
      { path: `/refunds?phone=${phone}`, body: '{"euros":20,"order":"A1"}', headers: { 'idempotency-key': id } },
    ]);
    await eventually('the assistant has answered', () => answersTo(system, phone).length === 2);
    expect((await conversationOf(system, phone)).owner).toBe('ai');
    expect(lastPrompt(system, 'Please refund A1')).toContain('It is done. Answer: {"paid":true}');
  });

  it('is made with other arguments where the operator gives some that fit', async () => {
    const { id } = await proposed('E1');
    expect(await anna.post(`tool-calls/${id}/approve`, { arguments: { order: 'E1', euros: 500 } })).toMatchObject({
      status: 400,
      body: { message: [expect.stringContaining('euros must be <= 100')] },
    });
    expect(business.about('E1')).toEqual([]);
    const { body } = await anna.post(`tool-calls/${id}/approve`, { arguments: { order: 'E1', euros: 5 } });
    expect(body).toMatchObject({ state: 'done', arguments: { order: 'E1', euros: 5 } });
    expect(business.about('E1').map((request) => request.body)).toEqual(['{"order":"E1","euros":5}']);
  });

  it('is made once, whoever approves and refuses at the same time', async () => {
    const { id } = await proposed('R1');
    const answers = await Promise.all(
      [anna, ben, anna, ben].flatMap((one) => [
        one.post(`tool-calls/${id}/approve`),
        one.post(`tool-calls/${id}/refuse`),
      ]),
    );
    // A system that has much to do may turn some away before it looks.
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409 || status === 503)).toHaveLength(7);
    const { state } = (await anna.get(`tool-calls/${id}`)).body;
    expect(business.about('R1')).toHaveLength(state === 'done' ? 1 : 0);
  });

  it('is not made when it is refused; the assistant reads why, and cannot make it itself', async () => {
    const { phone, id } = await proposed('N1');
    const args = { order: 'N1', euros: 20 };
    system.simulator.armFault({
      face: 'gemini',
      kind: 'tool-call',
      name: 'refund',
      args,
      match: { text: 'refund N1' },
    });
    const { body } = await anna.post(`tool-calls/${id}/refuse`, { reason: 'Older than a year.' });
    expect(body).toMatchObject({ state: 'refused', decided_by: 'anna', result: 'Older than a year.' });
    await eventually('the assistant has answered', () => answersTo(system, phone).length === 2);
    expect(lastPrompt(system, 'Please refund N1')).toContain('a colleague refused it. Older than a year.');
    expect(JSON.stringify(callsAbout(system, 'refund N1').at(-1)?.body)).toContain('A colleague refused this call.');
    expect(business.about('N1')).toEqual([]);
  });

  it('is decided on by who has the conversation, and leaves it with them', async () => {
    const { phone, id } = await proposed('H1');
    await anna.post('takeover', { phone });
    expect(await ben.post(`tool-calls/${id}/approve`)).toMatchObject({ status: 409, body: { holder: 'anna' } });
    expect((await anna.post(`tool-calls/${id}/approve`)).body).toMatchObject({ state: 'done' });
    expect((await conversationOf(system, phone)).owner).toBe('human');
    expect(business.about('H1')).toHaveLength(1);
    await anna.post('handback', { phone });
    await exchange(system, phone, 'And what now, with H1?');
    expect(lastPrompt(system, 'what now, with H1')).toContain('It is done.');
  });

  it('lapses when the conversation is handed back without a decision', async () => {
    const { phone, id } = await proposed('L1');
    await anna.post('handback', { phone });
    await settled(system, phone);
    expect(await anna.post(`tool-calls/${id}/approve`)).toMatchObject({ status: 409, body: { state: 'lapsed' } });
    expect(business.about('L1')).toEqual([]);
  });

  it('goes on waiting for a person where nobody knows what came of it', async () => {
    const { phone, id } = await proposed('reset-9');
    expect((await anna.post(`tool-calls/${id}/approve`)).body).toMatchObject({ state: 'unknown' });
    expect((await conversationOf(system, phone)).owner).toBe('waiting');
    expect(await anna.post(`tool-calls/${id}/approve`)).toMatchObject({ status: 409, body: { state: 'unknown' } });
    expect(business.about('reset-9')).toHaveLength(1);
  });

  it('is not made for a customer of whom it is not sure who they are', async () => {
    const { phone, id } = await proposed('V1');
    await system.rows('update conversation set identity_changed_at = now() where phone = $1', [phone]);
    expect(await anna.post(`tool-calls/${id}/approve`)).toMatchObject({
      status: 409,
      body: { message: expect.stringContaining('who writes') },
    });
    await anna.post('verification', { phone });
    expect((await anna.post(`tool-calls/${id}/approve`)).status).toBe(200);
  });

  it('is not found under what is no id of a call', async () => {
    expect((await anna.post('tool-calls/nonsense/approve')).status).toBe(400);
    expect((await anna.get('tool-calls/00000000-0000-4000-8000-000000000000')).status).toBe(404);
    expect((await anna.post('tool-calls/00000000-0000-4000-8000-000000000000/refuse', { reason: 7 })).status).toBe(400);
  });
});

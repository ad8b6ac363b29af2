import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  callsAbout,
  conversationOf,
  exchange,
  messagesOf,
  newPhone,
  promptOf,
  quiet,
  settled,
  turnsOf,
  write,
} from './support/conversation.js';
import { operator, type Operator, TWO_OPERATORS } from './support/operators.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';

const TAKEN = { status: 200, body: { status: 'takeover_complete' } };
const GIVEN_BACK = { status: 200, body: { status: 'handback_complete' } };

describe('Operators', () => {
  let system: TestSystem;
  let anna: Operator;
  let ben: Operator;
  beforeAll(async () => {
    system = await startSystem(TWO_OPERATORS);
    [anna, ben] = [operator(system, 'anna'), operator(system, 'ben')];
  });
  afterAll(() => system.stop());

  const auditOf = (phone: string): Promise<object[]> =>
    system.rows(
      `select from_owner, to_owner, operator_id from handoff_event
        where conversation_id = (select id from conversation where phone = $1) order by id`,
      [phone],
    );

  it('take a conversation over and hand it back, each as often as they like', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'Who is there?');

    for (let time = 0; time < 2; time++) expect(await anna.post('takeover', { phone })).toMatchObject(TAKEN);
    expect((await anna.post('takeover', { phone })).body).toEqual(TAKEN.body);
    expect(await conversationOf(system, phone)).toMatchObject({
      owner: 'human',
      operator_id: 'anna',
      human_intervention_required: true,
      epoch: 1,
    });

    for (let time = 0; time < 2; time++) expect(await anna.post('handback', { phone })).toMatchObject(GIVEN_BACK);
    expect((await anna.post('handback', { phone })).body).toEqual(GIVEN_BACK.body);
    expect(await conversationOf(system, phone)).toMatchObject({
      owner: 'ai',
      operator_id: null,
      human_intervention_required: false,
      epoch: 2,
    });
    expect(await auditOf(phone)).toEqual([
      { from_owner: 'ai', to_owner: 'human', operator_id: 'anna' },
      { from_owner: 'human', to_owner: 'ai', operator_id: 'anna' },
    ]);
  });

  it('know nobody whom no customer has written as', async () => {
    const notFound = { statusCode: 404, error: 'Not Found', message: 'No conversation with this customer' };
    const phone = '15559999999';
    for (const path of ['takeover', 'handback', 'operator-message']) {
      const answer = await anna.post(path, path === 'operator-message' ? { phone, message: 'Hello' } : { phone });
      expect(answer).toMatchObject({ status: 404, body: notFound });
    }
    expect((await anna.get(`conversations/${phone}`)).body).toEqual(notFound);
    expect((await anna.get(`conversations/${phone}/messages`)).body).toEqual(notFound);
  });

  it('are told who has a conversation, and may take it with force', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'Who is there?');
    await anna.post('takeover', { phone });

    const held = { statusCode: 409, error: 'Conflict', message: 'The conversation is held by anna', holder: 'anna' };
    expect((await ben.post('takeover', { phone })).body).toEqual(held);
    expect((await ben.post('takeover', { phone, force: false })).status).toBe(409);
    expect((await ben.post('operator-message', { phone, message: 'Hello' })).body).toEqual(held);

    expect(await ben.post('takeover', { phone, force: true })).toMatchObject(TAKEN);
    expect(await conversationOf(system, phone)).toMatchObject({ owner: 'human', operator_id: 'ben' });
    expect((await anna.post('operator-message', { phone, message: 'Hello' })).body).toMatchObject({ holder: 'ben' });
    expect(answersTo(system, phone)).toHaveLength(1);
  });

  it('need a key', async () => {
    const calls: ['GET' | 'POST', string, object?][] = [
      ['POST', 'takeover', { phone: '15559999999' }],
      ['POST', 'handback', { phone: '15559999999' }],
      ['POST', 'operator-message', { phone: '15559999999', message: 'x' }],
      ['GET', 'conversations'],
      ['GET', 'conversations/15559999999'],
      ['GET', 'conversations/15559999999/messages'],
    ];
    const wrong = [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      'Bearer key-of-carl',
      'Basic key-of-anna',
      'Bearer anna:key-of-anna',
    ];
    for (const [method, path, body] of calls) {
      for (const authorization of wrong) {
        const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
        const answer = await system.call(method, `/api/v1/${path}`, body, headers);
        expect(answer.body).toEqual({
          statusCode: 401,
          error: 'Unauthorized',
          message: 'An operator key is needed: Authorization: Bearer <key>',
        });
      }
    }
  });

  it.each<[string, unknown, string]>([
    ['takeover', {}, 'phone must be 5 to 20 digits in international form'],
    ['takeover', { phone: '123' }, 'phone must be'],
    ['takeover', { phone: 'DE.13491208655302741918' }, 'phone must be'],
    ['takeover', { phone: 919_876_543_210 }, 'phone must be'],
    ['takeover', { phone: ['919876543210'] }, 'phone must be'],
    ['takeover', { phone: `9${'1'.repeat(20)}` }, 'phone must be'],
    ['takeover', { phone: '919876543210', force: 'yes' }, 'force must be a boolean value'],
    ['takeover', { phone: '919876543210', owner: 'me' }, 'property owner should not exist'],
    ['handback', { phone: null }, 'phone must be'],
    ['handback', { phone: '919876543210', __proto__x: 1 }, 'property __proto__x should not exist'],
    ['operator-message', { phone: '919876543210' }, 'message should not be empty'],
    ['operator-message', { phone: '919876543210', message: '' }, 'message should not be empty'],
    ['operator-message', { phone: '919876543210', message: 7 }, 'message must be a string'],
    ['operator-message', { phone: '919876543210', message: 'x'.repeat(4_097) }, 'message must be shorter'],
    ['operator-message', { phone: '919876543210', message: 'x', messageId: 5 }, 'messageId must be a string'],
    ['operator-message', { phone: '919876543210', media: { type: 'image' } }, 'media.id is missing: a file needs'],
    ['operator-message', { phone: '919876543210', media: { type: 'gif', id: '1' } }, 'media.type must be one of'],
    [
      'operator-message',
      { phone: '919876543210', media: { type: 'image', id: '../me' } },
      'media.id must be the id of an uploaded file',
    ],
    [
      'operator-message',
      { phone: '919876543210', media: { type: 'image', link: 'file:///etc/passwd' } },
      'media.link must be an https:// address',
    ],
    ['operator-message', { phone: '919876543210', media: 'image' }, 'media'],
  ])('are told which field of a %s is wrong: %j (P10)', async (path, body, told) => {
    const answer = await anna.post(path, body as object);
    expect(answer.body).toMatchObject({ statusCode: 400, error: 'Bad Request', message: expect.any(Array) });
    expect((answer.body['message'] as string[]).join('; ')).toContain(told);
  });

  it('get 400 for what is no request at all (P10)', async () => {
    const bodies = ['', '{', 'null', '[]', '"phone"', '7'];
    for (const body of bodies) {
      const response = await fetch(`${system.url}/api/v1/takeover`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer key-of-anna' },
        body,
      });
      expect([body, response.status]).toEqual([body, 400]);
      expect(await response.json()).toMatchObject({ statusCode: 400, error: 'Bad Request' });
    }
  });

  it('may write a phone the way people do', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'Who is there?');
    const written = `+1 (555) ${phone.slice(4, 7)}-${phone.slice(7)}`;
    expect(await anna.post('takeover', { phone: written })).toMatchObject(TAKEN);
    expect((await anna.get(`conversations/${encodeURIComponent(written)}`)).body).toMatchObject({ phone });
    expect((await anna.get(`conversations/+${phone}`)).body).toMatchObject({ phone, owner: 'human' });
    expect(await anna.post('handback', { phone: `+${phone}` })).toMatchObject(GIVEN_BACK);
  });

  it('hand back what came after the last words of the business, and no more', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'the old question');
    await anna.post('takeover', { phone });
    await write(system, phone, 'asked meanwhile');
    await anna.post('operator-message', { phone, message: 'Words of a colleague' });
    await write(system, phone, 'asked after the last words');
    await quiet(system);
    expect(callsAbout(system, 'asked')).toEqual([]);

    await anna.post('handback', { phone });
    await settled(system, phone);
    const [call, ...others] = callsAbout(system, 'asked');
    expect(others).toEqual([]);
    expect(call?.burst).toEqual(['asked after the last words']);
    const prompt = call === undefined ? '' : promptOf(call);
    expect(prompt).toMatch(
      /the old question[^]*model: [^]*the old question[^]*asked meanwhile[^]*model: \(Written by a colleague, anna:\) Words of a colleague[^]*<note>The human part has ended;[^]*asked after the last words/,
    );
    expect(answersTo(system, phone)).toHaveLength(3);
    expect(answersTo(system, phone)[2]).not.toContain('asked meanwhile');
    expect(
      (await messagesOf(system, phone)).filter((row) => row.handled_at === null && row.direction === 'inbound'),
    ).toEqual([]);
  });

  it('hand back in silence when nothing is open', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'a question');
    await anna.post('takeover', { phone });
    await write(system, phone, 'another question');
    await anna.post('operator-message', { phone, message: 'All is said' });
    await anna.post('handback', { phone });
    await quiet(system);
    expect(await turnsOf(system, phone)).toHaveLength(1);
    expect(answersTo(system, phone)).toHaveLength(2);
  });

  it('find the card with the reason until they hand back', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'I want to talk to a person');
    const card = { reason: 'customer_asked', summary: expect.stringContaining('talk to a person') };
    expect((await anna.get(`conversations/${phone}`)).body).toMatchObject({ owner: 'waiting', handoff: card });
    await anna.post('takeover', { phone });
    expect((await anna.get(`conversations/${phone}`)).body).toMatchObject({ owner: 'human', handoff: card });
    await anna.post('handback', { phone });
    expect((await anna.get(`conversations/${phone}`)).body).toMatchObject({ owner: 'ai', handoff: null });
  });
});

describe('A person who falls silent', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ HANDBACK_AFTER_MS: '3000' });
  });
  afterAll(() => system.stop());

  it('loses the conversation to the assistant, which answers what is open; one who waits for a person does not (P8)', async () => {
    const [held, waiting] = [newPhone(), newPhone()];
    await exchange(system, held, 'a question');
    await exchange(system, waiting, 'I want to talk to a person');
    await system.call('POST', '/api/v1/takeover', { phone: held });
    await write(system, held, 'is anybody there?');
    await eventually('the assistant has it back', async () => (await conversationOf(system, held)).owner === 'ai');
    await settled(system, held);
    expect(answersTo(system, held)[1]).toContain('is anybody there?');
    expect((await conversationOf(system, waiting)).owner).toBe('waiting');
    const [event] = await system.rows(`select operator_id from handoff_event where to_owner = 'ai'`);
    expect(event).toEqual({ operator_id: null });
  });

  it('is silent however much the customer writes, and speaks by any word of their own', async () => {
    const phone = newPhone();
    await exchange(system, phone, 'a first question');
    await system.call('POST', '/api/v1/takeover', { phone });
    const spoke = await system.call('POST', '/api/v1/operator-message', { phone, message: 'Let me see' });
    expect(spoke.status).toBe(200);
    const [{ spoken_at: spokenAt } = { spoken_at: new Date(NaN) }] = await system.rows<{ spoken_at: Date }>(
      'select person_spoke_at as spoken_at from conversation where phone = $1',
      [phone],
    );
    await eventually('the assistant has it back', async () => {
      await write(system, phone, 'hello?');
      return (await conversationOf(system, phone)).owner === 'ai';
    });
    const [{ created_at: handedBackAt } = { created_at: new Date(NaN) }] = await system.rows<{ created_at: Date }>(
      `select e.created_at from handoff_event e join conversation c on c.id = e.conversation_id
        where c.phone = $1 and to_owner = 'ai'`,
      [phone],
    );
    expect(handedBackAt.getTime() - spokenAt.getTime()).toBeGreaterThanOrEqual(3_000);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sampleBytes } from '../sim/whatsapp/media/sample-bytes.js';
import { exchange, newPhone } from './support/conversation.js';
import { operator, type Operator, TWO_OPERATORS } from './support/operators.js';
import { type Answer, startSystem, type TestSystem } from './support/system.js';

const MB = 1024 * 1024;
const file = (mimeType: string, size: number): Buffer => Buffer.concat([...sampleBytes(mimeType, size)]);

describe('A file that an operator uploads', () => {
  let system: TestSystem;
  let anna: Operator;
  beforeAll(async () => {
    system = await startSystem(TWO_OPERATORS);
    anna = operator(system, 'anna');
  });
  afterAll(() => system.stop());
  afterEach(() => system.simulator.disarmFaults());

  const upload = async (content: Buffer, filename?: string, key = 'key-of-anna'): Promise<Answer> => {
    const query = filename === undefined ? '' : `?${new URLSearchParams({ filename })}`;
    const response = await fetch(`${system.url}/api/v1/media${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'image/png' },
      body: new Uint8Array(content),
      signal: AbortSignal.timeout(20_000),
    });
    const body = (await response.json()) as Record<string, unknown>;
    return { status: response.status, body, headers: response.headers };
  };
  const customer = async (): Promise<string> => {
    const phone = newPhone();
    await exchange(system, phone, 'hello');
    return phone;
  };
  const say = (phone: string, body: object): Promise<Answer> => anna.post('operator-message', { phone, ...body });
  const sentTo = (phone: string): unknown => system.simulator.sent().findLast(({ to }) => to === `+${phone}`)?.body;
  const uploadsSeen = () => system.simulator.mediaRequests().filter(({ kind }) => kind === 'upload');
  const kept = async (): Promise<number> =>
    (await system.rows(`select 1 from media where operator_id = 'anna'`)).length;

  it('is kept here and at WhatsApp, and goes out under the id that it was given', async () => {
    const content = file('application/pdf', 3 * MB);
    const answer = await upload(content, 'Your bill.pdf');
    const { id } = answer.body;
    expect(answer).toMatchObject({
      status: 201,
      body: { id: expect.any(String), type: 'document', mime_type: 'application/pdf', size: content.length },
    });
    expect(Object.keys(answer.body)).toEqual(['id', 'type', 'mime_type', 'size']);
    const phone = await customer();
    const media = { type: 'document', id };
    expect((await say(phone, { media, message: 'As you asked' })).status).toBe(200);
    const platformId = uploadsSeen().at(-1)?.mediaId;
    expect(sentTo(phone)).toMatchObject({
      document: { id: platformId, caption: 'As you asked', filename: 'Your bill.pdf' },
    });
    const own = await fetch(`${system.url}/api/v1/media/${String(id)}`, {
      headers: { authorization: 'Bearer key-of-ben' },
    });
    expect(Buffer.from(await own.arrayBuffer()).equals(content)).toBe(true);
    const [message] = (await anna.get(`conversations/${phone}/messages`)).body['items'] as Record<string, unknown>[];
    expect(message).toMatchObject({ kind: 'document', media_info: { type: 'document', id: platformId, media_id: id } });
  });

  it('is what its bytes say, and what WhatsApp takes (P10)', async () => {
    const before = uploadsSeen().length;
    const refused = async (content: Buffer, filename?: string): Promise<unknown> => {
      const { status, body } = await upload(content, filename);
      return [status, body['message']];
    };
    expect(await refused(Buffer.from('<html><script>'), 'a.png')).toEqual([
      400,
      ['file is application/octet-stream, which WhatsApp does not take'],
    ]);
    expect(await refused(file('image/gif', 1_000), 'a.png')).toEqual([
      400,
      ['file is image/gif, which WhatsApp does not take'],
    ]);
    expect(await refused(Buffer.alloc(0), 'a.png')).toEqual([400, ['file is empty']]);
    expect(await refused(file('image/png', 1_000))).toEqual([400, ['filename should not be empty']]);
    expect(await refused(file('image/png', 5 * MB + 1), 'a.png')).toEqual([
      413,
      'The file is too large: WhatsApp takes image files of at most 5 MB',
    ]);
    expect((await upload(file('image/png', 1_000), 'a.png', 'wrong')).status).toBe(401);
    expect(uploadsSeen()).toHaveLength(before);
  });

  it('is refused to whoever sends it as something else, and unknown ids are no files', async () => {
    const { body } = await upload(file('image/png', 1_000), 'a.png');
    const phone = await customer();
    const { id } = body;
    expect((await say(phone, { media: { type: 'video', id } })).body['message']).toEqual([
      'media.type must be image: the file is image/png',
    ]);
    const nobody = '00000000-0000-4000-8000-000000000000';
    expect((await say(phone, { media: { type: 'image', id: nobody } })).body['message']).toEqual([
      'media.id must be the id of a file that was uploaded here',
    ]);
  });

  it('may stand above buttons and a template', async () => {
    const { body } = await upload(file('image/jpeg', 2_000), 'a.jpg');
    const phone = await customer();
    const buttons = [{ id: 'y', title: 'Yes' }];
    expect((await say(phone, { message: '?', buttons, media: { type: 'image', id: body['id'] } })).status).toBe(200);
    const id = uploadsSeen().at(-1)?.mediaId;
    expect(sentTo(phone)).toMatchObject({ interactive: { header: { type: 'image', image: { id } } } });
  });

  it('is brought to WhatsApp again when it may have forgotten it', async () => {
    const { body } = await upload(file('image/png', 2_000), 'a.png');
    const { mediaId: old } = uploadsSeen().at(-1) ?? {};
    await system.rows(`update media set uploaded_at = now() - interval '30 days' where id = $1`, [body['id']]);
    const { WHATSAPP_API_URL: api, WHATSAPP_API_VERSION: version, WHATSAPP_ACCESS_TOKEN: token } = system.settings;
    const gone = await fetch(`${api}/${version}/${old}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(gone.status).toBe(200);
    const phone = await customer();
    expect((await say(phone, { media: { type: 'image', id: body['id'] } })).status).toBe(200);
    const { mediaId: fresh } = uploadsSeen().at(-1) ?? {};
    expect(fresh).not.toBe(old);
    expect(sentTo(phone)).toMatchObject({ image: { id: fresh } });
    expect((await say(phone, { media: { type: 'image', id: body['id'] } })).status).toBe(200);
    expect(uploadsSeen().at(-1)?.mediaId).toBe(fresh);
  });

  it('leaves nothing behind when WhatsApp does not take it', async () => {
    const before = await kept();
    const png = file('image/png', 2_000);
    system.simulator.armFault({
      face: 'media',
      kind: 'error',
      on: 'upload',
      status: 400,
      code: 131_053,
      message: 'No',
    });
    expect((await upload(png, 'a.png')).body).toEqual({
      statusCode: 502,
      error: 'Bad Gateway',
      message: 'WhatsApp did not take the file: No',
      code: 131_053,
    });
    system.simulator.armFault({ face: 'media', kind: 'reset', on: 'upload' });
    expect(await upload(png, 'a.png')).toMatchObject({ status: 503, body: { statusCode: 503 } });
    expect(await kept()).toBe(before);
  });
});

import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MediaStore } from '../src/infra/media-store/media-store.js';
import type { CustomerMessage } from '../sim/whatsapp/inbound/customer-message.js';
import { newPhone } from './support/conversation.js';
import { fileOf, type MediaRow, settledFileOf } from './support/media.js';
import { TWO_OPERATORS } from './support/operators.js';
import { eventually, startSystem, type TestSystem } from './support/system.js';

const KEY = { authorization: 'Bearer key-of-anna' };
const WORDS = '%PDF-1.7\nOne two three four five.';

describe('GET /api/v1/media/:id', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ ...TWO_OPERATORS, MEDIA_WAIT_MS: '500' });
  });
  afterAll(() => system.stop());

  const get = (id: string, headers: Record<string, string> = KEY): Promise<Response> =>
    fetch(`${system.url}/api/v1/media/${id}`, { headers, signal: AbortSignal.timeout(15_000) });
  const stored = async (message: CustomerMessage): Promise<MediaRow> => {
    const phone = newPhone();
    system.simulator.writeAsCustomer(phone, message);
    return settledFileOf(system, phone);
  };
  const bill = (): Promise<MediaRow> => stored({ type: 'document', media: { base64: btoa(WORDS) } });

  it('gives the bytes, the type they show and the name the sender gave, safely', async () => {
    const { id } = await bill();
    const response = await get(id);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(WORDS);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(WORDS.length),
      'content-disposition': 'attachment; filename=invoice.pdf',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private',
    });
  });

  it.each<[string, CustomerMessage, string]>([
    ['a page', { type: 'document', media: { base64: btoa('<html><script>alert(1)</script>') } }, 'application/pdf'],
    [
      'a drawing',
      { type: 'image', media: { base64: btoa('<svg xmlns="http://www.w3.org/2000/svg"/>') } },
      'image/jpeg',
    ],
    ['an XML drawing', { type: 'image', media: { base64: btoa('<?xml version="1.0"?><svg/>') } }, 'image/jpeg'],
  ])('gives %s that was called something else to be saved, never to be shown', async (_what, message) => {
    const { id } = await stored(message);
    const { headers } = await get(id);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment/);
  });

  it('gives the part that is asked for, as players do', async () => {
    const { id } = await bill();
    const part = (range: string) => get(id, { ...KEY, range });
    const one = await part('bytes=9-11');
    expect([one.status, one.headers.get('content-range')]).toEqual([206, `bytes 9-11/${WORDS.length}`]);
    expect(await one.text()).toBe('One');
    expect(await (await part('bytes=-5')).text()).toBe('five.');
    expect(await (await part('bytes=9-')).text()).toBe(WORDS.slice(9));
    const beyond = await part('bytes=900-');
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${WORDS.length}`]);
    expect(await beyond.json()).toMatchObject({ statusCode: 416 });
    for (const whole of ['bytes=0-1,3-4', 'lines=1-2', 'nonsense']) {
      const response = await part(whole);
      expect([whole, response.status, (await response.text()).length]).toEqual([whole, 200, WORDS.length]);
    }
  });

  it('is for operators', async () => {
    const { id } = await bill();
    expect((await get(id, {})).status).toBe(401);
    expect((await get(id, { authorization: 'Bearer wrong' })).status).toBe(401);
  });

  it('knows no other files', async () => {
    for (const id of ['00000000-0000-4000-8000-000000000000', 'x', '..%2F..%2Fetc%2Fpasswd', 'incoming']) {
      expect([id, (await get(id)).status]).toEqual([id, 404]);
    }
  });

  it('says of a file that is not here how it stands, and of one that is gone that it is', async () => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'media', kind: 'error', on: 'look-up', status: 503, times: 100 });
    system.simulator.writeAsCustomer(phone, { type: 'image' });
    await eventually('it was tried', async () => (await fileOf(system, phone))?.reason != null);
    const { id } = (await fileOf(system, phone)) as MediaRow;
    const waiting = await get(id);
    expect(waiting.status).toBe(409);
    expect(await waiting.json()).toEqual({
      statusCode: 409,
      error: 'Conflict',
      message: 'This file has not arrived yet',
      state: 'waiting',
      reason: 'WhatsApp answered error 131000',
    });
    await system.rows(`update media set state = 'failed', reason = 'of age', settled_at = now() where id = $1`, [id]);
    expect(await (await get(id)).json()).toMatchObject({ state: 'failed', reason: 'of age' });
    expect((await system.call('GET', '/stats')).body['media']).toMatchObject({ failed_24h: 1 });
    system.simulator.disarmFaults();

    const kept = await bill();
    await system.app.get(MediaStore).delete(kept.id);
    expect((await get(kept.id)).status).toBe(404);
  });

  it('goes on when a reader leaves in the middle', async () => {
    const { id } = await stored({ type: 'video', media: { size: 8_000_000 } });
    const { port } = new URL(system.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`GET /api/v1/media/${id} HTTP/1.1\r\nhost: x\r\nauthorization: ${KEY.authorization}\r\n\r\n`);
    await once(socket, 'data');
    socket.destroy();
    const whole = await get(id);
    expect((await whole.arrayBuffer()).byteLength).toBe(8_000_000);
  });
});

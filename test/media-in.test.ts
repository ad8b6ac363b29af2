import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MediaStore } from '../src/infra/media-store/media-store.js';
import type { CustomerMessage } from '../sim/whatsapp/inbound/customer-message.js';
import { newPhone, settled, turnsOf, write } from './support/conversation.js';
import { type Item, lastPrompt, listed, send } from './support/inbound.js';
import { fileOf, type MediaRow, settledFileOf } from './support/media.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';

const HELLO = Buffer.from('%PDF-1.7\nhello');

describe('A file that a customer sends', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ MEDIA_WAIT_MS: '5000' });
  });
  afterAll(() => system.stop());

  const sendFile = async (phone: string, message: CustomerMessage): Promise<void> => {
    system.simulator.writeAsCustomer(phone, message);
    await eventually('its row is there', async () => (await fileOf(system, phone)) !== undefined);
  };
  const bytesOf = async ({ id }: MediaRow): Promise<Buffer | null> => {
    const found = await system.app.get(MediaStore).get(id);
    return found === null ? null : buffer(found);
  };
  /** What the webhook said of the customer's newest file. */
  const announced = async (phone: string): Promise<{ id?: string; sha256?: string }> =>
    (await listed(system, phone)).find((message) => message['media_info'] !== null)?.['media_info'] ?? {};
  /** What the platform was asked about it. */
  const requests = async (phone: string) => {
    const { id } = await announced(phone);
    return system.simulator.mediaRequests().filter(({ mediaId }) => mediaId === id);
  };
  /** Delivers the value of a field beside messages. */
  const tell = async (field: string, value: Item): Promise<void> => {
    const metadata = { display_phone_number: '15550100001', phone_number_id: system.settings.WHATSAPP_PHONE_NUMBER_ID };
    const body = { entry: [{ id: '1', changes: [{ field, value: { metadata, ...value } }] }] };
    expect((await system.simulator.deliverWebhook({ body })).statuses).toEqual([200]);
  };
  const secondsAgo = (seconds: number): string => String(Math.floor(Date.now() / 1_000) - seconds);

  it.each([
    ['image', 'image/jpeg'],
    ['video', 'video/mp4'],
    ['audio', 'audio/mpeg'],
    ['voice', 'audio/ogg'],
    ['document', 'application/pdf'],
    ['sticker', 'image/webp'],
  ])('as %s is kept as it is, with the type that its bytes show', async (type, mimeType) => {
    const phone = newPhone();
    await sendFile(phone, { type, media: { size: 70_000 } });
    const row = await settledFileOf(system, phone);
    expect(row).toMatchObject({ state: 'stored', reason: null, mime_type: mimeType, size: 70_000, attempts: 1 });
    const { sha256 } = await announced(phone);
    const bytes = await bytesOf(row);
    expect(
      createHash('sha256')
        .update(bytes ?? '')
        .digest('base64'),
    ).toBe(sha256);
  });

  it('is shown with its message, and answered', async () => {
    const phone = newPhone();
    await sendFile(phone, { type: 'document', text: 'my bill', media: { base64: HELLO.toString('base64') } });
    await settled(system, phone);
    expect(answersTo(system, phone)).toHaveLength(1);
    expect(lastPrompt(system, 'my bill')).toContain('(sent a document named "invoice.pdf": my bill)');
    const { id } = await settledFileOf(system, phone);
    expect((await listed(system, phone)).at(-1)?.['media']).toEqual({
      id,
      state: 'stored',
      reason: null,
      mime_type: 'application/pdf',
      size: HELLO.length,
      url: `/api/v1/media/${id}`,
    });
  });

  it('is fetched by one look-up and one download, each with our token, and by no address of the webhook', async () => {
    const phone = newPhone();
    await sendFile(phone, { type: 'image' });
    await settledFileOf(system, phone);
    expect(await requests(phone)).toMatchObject([
      { kind: 'look-up', authorized: true, status: 200 },
      { kind: 'download', authorized: true, status: 200 },
    ]);
  });

  it('is fetched once, however often its webhook comes', async () => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'webhook', kind: 'duplicate', copies: 8 });
    await sendFile(phone, { type: 'image' });
    await settledFileOf(system, phone);
    await settled(system, phone);
    expect(await requests(phone)).toHaveLength(2);
  });

  it('is waited for before the model is asked, and text alone waits for nothing', async () => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'media', kind: 'slow', on: 'download', ms: 1_500 });
    await sendFile(phone, { type: 'image', text: 'slow picture' });
    await settled(system, phone);
    expect(lastPrompt(system, 'slow picture')).toContain('(sent an image: slow picture)');
    const [turn] = await turnsOf(system, phone);
    expect(Number(turn?.ended_at) - Number(turn?.started_at)).toBeGreaterThan(1_000);
  });

  it('gives way to the next message while it is waited for', async () => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'media', kind: 'slow', on: 'download', ms: 4_000 });
    await sendFile(phone, { type: 'image', text: 'a picture' });
    await eventually('a turn runs', async () => (await turnsOf(system, phone)).length > 0);
    await write(system, phone, 'and a question');
    await settled(system, phone);
    const turns = await turnsOf(system, phone);
    expect(turns.map(({ state }) => state)).toEqual(['superseded', 'answered']);
    expect(turns[1]?.message_count).toBe(2);
    expect(answersTo(system, phone)).toHaveLength(1);
  });

  it('is given up at once where its id is none', async () => {
    const phone = newPhone();
    await send(system, phone, 'image', { id: '../../me', mime_type: 'image/jpeg' });
    await settled(system, phone);
    expect(await fileOf(system, phone)).toMatchObject({ state: 'failed', attempts: 0 });
    expect(lastPrompt(system, 'no usable id')).toContain(
      '(sent an image that could not be fetched: WhatsApp gave no usable id for it)',
    );
    expect(await requests(phone)).toEqual([]);
  });

  it('is fetched when its wake-up was lost', async () => {
    const phone = newPhone();
    await sendFile(phone, { type: 'image' });
    const { id } = await settledFileOf(system, phone);
    await system.rows(`update media set state = 'waiting', attempts = 0, due_at = now() where id = $1`, [id]);
    expect(await settledFileOf(system, phone)).toMatchObject({ state: 'stored', attempts: 1 });
  });

  it('that a worker began to fetch and never finished is fetched when the claim has run out', async () => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'media', kind: 'reset', on: 'download' });
    await sendFile(phone, { type: 'image' });
    await eventually('it was tried', async () => (await fileOf(system, phone))?.reason !== null);
    const claimed = `update media set attempts = 4, due_at = now() + interval '1 second' where id = $1 returning id`;
    await system.rows(claimed, [(await fileOf(system, phone))?.id]);
    expect(await settledFileOf(system, phone)).toMatchObject({ state: 'stored', attempts: 5 });
  });

  it('is left to whoever has claimed it', async () => {
    const phone = newPhone();
    await sendFile(phone, { type: 'image' });
    const { id } = await settledFileOf(system, phone);
    await settled(system, phone);
    await system.rows(`update media set state = 'waiting', due_at = now() + interval '1 hour' where id = $1`, [id]);
    await write(system, phone, 'and now?');
    await settled(system, phone);
    expect(await requests(phone)).toHaveLength(2);
  });

  it('of an edit is kept with the edit', async () => {
    const phone = newPhone();
    await sendFile(phone, { type: 'image', text: 'the wrong one' });
    await settled(system, phone);
    const { id: mediaId } = system.simulator.putMedium({ mimeType: 'image/png', size: 900 });
    const image = { id: mediaId, mime_type: 'image/png', caption: 'the right one' };
    const original = (await listed(system, phone)).at(-1)?.['external_id'];
    await send(system, phone, 'edit', { original_message_id: original, message: { type: 'image', image } });
    await eventually('it is stored', async () => {
      const [edit] = await listed(system, phone);
      return (edit?.['media'] as { state?: string } | null)?.state === 'stored';
    });
    expect((await listed(system, phone))[0]).toMatchObject({
      kind: 'edit',
      media: { mime_type: 'image/png', size: 900 },
    });
  });

  it('of the past is fetched where it is young enough', async () => {
    const phone = newPhone();
    const { id: mediaId } = system.simulator.putMedium({ mimeType: 'image/jpeg', size: 900 });
    const image = { id: mediaId, mime_type: 'image/jpeg' };
    const said = (id: string, days: number): Item => ({
      id: `wamid.${id}-${phone}`,
      from: phone,
      type: 'image',
      image,
      timestamp: secondsAgo(days * 86_400),
      history_context: { status: 'READ' },
    });
    const threads = [{ id: phone, messages: [said('young', 6), said('old', 8)] }];
    await tell('history', { history: [{ threads }] });
    expect(await settledFileOf(system, phone)).toMatchObject({ state: 'stored' });
    const states = (await listed(system, phone)).map(({ media }) => (media as { state: string } | null)?.state ?? null);
    expect(states).toEqual(['stored', null]);
  });

  it('that a person sends from the phone app is kept too', async () => {
    const phone = newPhone();
    const { id } = system.simulator.putMedium({ mimeType: 'image/jpeg', size: 900 });
    const image = { id, mime_type: 'image/jpeg' };
    const echo = {
      from: '15550100001',
      to: phone,
      id: `wamid.echo-${phone}`,
      timestamp: secondsAgo(0),
      type: 'image',
      image,
    };
    await tell('smb_message_echoes', { message_echoes: [echo] });
    expect(await settledFileOf(system, phone)).toMatchObject({ state: 'stored', size: 900 });
  });
});

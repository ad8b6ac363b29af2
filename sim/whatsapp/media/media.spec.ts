import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FaultInput } from '../../fault-kinds.js';
import { call, OPTIONS, startBoth, type FakeProduct } from '../../product.fake.js';
import type { JsonObject } from '../../records.js';
import type { Simulator } from '../../simulator.js';

const PHONE = '919876543210';
const TOKEN = { authorization: `Bearer ${OPTIONS.accessToken}` };
let simulator: Simulator;
let product: FakeProduct;
let stop: () => Promise<void>;

beforeEach(async () => void ({ simulator, product, stop } = await startBoth()));
afterEach(() => stop());

const api = (method: string, path: string, headers: Record<string, string> = TOKEN) =>
  call(method, `${simulator.url}/v26.0/${path}`, undefined, headers);
const codeOf = ({ body }: { body: JsonObject }) => (body['error'] as { code: number } | undefined)?.code;
const fetchAt = (url: string, headers: Record<string, string> = TOKEN) => fetch(url, { headers, redirect: 'manual' });
const linkOf = async (id: string) => String((await api('GET', id)).body['url']);
const digest = (bytes: Uint8Array, encoding: 'hex' | 'base64') => createHash('sha256').update(bytes).digest(encoding);

async function upload(
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
  more: Record<string, string> = { messaging_product: 'whatsapp', type },
) {
  const form = new FormData();
  for (const [name, value] of Object.entries(more)) form.set(name, value);
  form.set('file', new Blob([bytes], { type }), 'a file');
  const url = `${simulator.url}/v26.0/${OPTIONS.phoneNumberId}/media`;
  const response = await fetch(url, { method: 'POST', body: form, headers: TOKEN });
  return { status: response.status, body: (await response.json()) as JsonObject };
}

describe('Media', () => {
  it('that were uploaded are looked up, fetched, sent and deleted by their id', async () => {
    const bytes = new Uint8Array([1, 2, 13, 10, 45, 45, 255]);
    const { id } = (await upload(bytes, 'image/png')).body as { id: string };
    expect(id).toMatch(/^\d+$/);
    const found = (await api('GET', `${id}?phone_number_id=${OPTIONS.phoneNumberId}`)).body;
    expect(found).toEqual({
      url: expect.stringContaining(`${simulator.url}/`),
      mime_type: 'image/png',
      sha256: digest(bytes, 'hex'),
      file_size: 7,
      id,
      messaging_product: 'whatsapp',
    });
    const fetched = await fetchAt(String(found['url']));
    expect(fetched.headers.get('content-type')).toBe('image/png');
    expect(new Uint8Array(await fetched.arrayBuffer())).toEqual(bytes);
    expect((await api('DELETE', id)).body).toEqual({ success: true });
    expect(codeOf(await api('GET', id))).toBe(100);
    expect((await fetchAt(String(found['url']))).status).toBe(404);
    expect(simulator.mediaRequests().map(({ kind, status }) => [kind, status])).toEqual([
      ['upload', 200],
      ['look-up', 200],
      ['download', 200],
      ['delete', 200],
      ['look-up', 400],
      ['download', 404],
    ]);
  });

  it.each<[string, number, string, number, Record<string, string>?]>([
    ['a type that is not taken', 131053, 'text/html', 3],
    ['an empty file', 131053, 'image/png', 0],
    ['a picture over 5 MB', 131053, 'image/png', 5 * 1024 * 1024 + 1],
    ['no product', 100, 'image/png', 3, { type: 'image/png' }],
  ])('are not taken with %s: %i', async (_what, code, type, size, fields) => {
    expect(codeOf(await upload(new Uint8Array(size), type, fields))).toBe(code);
  });

  it('are for the caller with the token, and of the number that asks', async () => {
    const { id } = simulator.putMedium({ mimeType: 'image/jpeg', size: 10 });
    const link = await linkOf(id);
    expect(codeOf(await api('GET', id, {}))).toBe(190);
    expect(codeOf(await api('GET', `${id}?phone_number_id=1`))).toBe(100);
    expect((await fetchAt(link, {})).status).toBe(401);
    expect(simulator.mediaRequests(1)).toMatchObject([{ kind: 'download', authorized: false, status: 401 }]);
    expect(codeOf(await api('DELETE', '123'))).toBe(100);
  });

  it('have addresses that run out, while the id stays good', async () => {
    simulator.changeSettings({ mediaUrlValidMs: 20 });
    const { id } = simulator.putMedium({ mimeType: 'image/jpeg', size: 10 });
    const link = await linkOf(id);
    await vi.waitFor(async () => expect((await fetchAt(link)).status).toBe(404));
    simulator.changeSettings({ mediaUrlValidMs: 60_000 });
    expect((await fetchAt(await linkOf(id))).status).toBe(200);
  });

  it('of a customer come with digest and address in the webhook, and with the bytes the type promises', async () => {
    simulator.writeAsCustomer(PHONE, { type: 'voice', media: { size: 200_000 } });
    await vi.waitFor(() => expect(product.values()).toHaveLength(1));
    const audio = product.values()[0]?.messages?.[0]?.['audio'] as Record<string, string>;
    expect(audio).toMatchObject({
      mime_type: 'audio/ogg; codecs=opus',
      voice: true,
      id: expect.stringMatching(/^\d+$/),
    });
    const fetched = await fetchAt(String(audio['url']));
    expect(fetched.headers.get('content-length')).toBe('200000');
    const bytes = new Uint8Array(await fetched.arrayBuffer());
    expect(Buffer.from(bytes.subarray(0, 4)).toString()).toBe('OggS');
    expect(digest(bytes, 'base64')).toBe(audio['sha256']);
  });

  it('can be given byte by byte, without an address', async () => {
    const base64 = Buffer.from('%PDF-1.7 hello').toString('base64');
    simulator.writeAsCustomer(PHONE, { type: 'document', media: { base64, url: false } });
    await vi.waitFor(() => expect(product.values()).toHaveLength(1));
    const document = product.values()[0]?.messages?.[0]?.['document'] as Record<string, string>;
    expect(document).toMatchObject({ filename: 'invoice.pdf' });
    expect(document).not.toHaveProperty('url');
    expect(await (await fetchAt(await linkOf(String(document['id'])))).text()).toBe('%PDF-1.7 hello');
  });
});

describe('A fault on media', () => {
  const medium = () => simulator.putMedium({ mimeType: 'image/jpeg', size: 5_000 }).id;
  const fetchWith = async (fault: FaultInput) => {
    const link = await linkOf(medium());
    simulator.armFault(fault);
    return fetchAt(link);
  };
  const lookUpWith = async (fault: FaultInput) => {
    const id = medium();
    simulator.armFault(fault);
    return api('GET', id);
  };

  it('makes the look-up lie about address, digest or size', async () => {
    const foreign = await lookUpWith({ face: 'media', kind: 'foreign-link', to: 'https://evil.example/a' });
    expect(foreign.body['url']).toBe('https://evil.example/a');
    const expired = await lookUpWith({ face: 'media', kind: 'expired-link' });
    expect((await fetchAt(String(expired.body['url']))).status).toBe(404);
    expect((await lookUpWith({ face: 'media', kind: 'wrong-hash' })).body['sha256']).toBe('0'.repeat(64));
    expect((await lookUpWith({ face: 'media', kind: 'wrong-size', size: 7 })).body['file_size']).toBe(7);
    expect(codeOf(await lookUpWith({ face: 'media', kind: 'gone', on: 'look-up' }))).toBe(100);
    expect(codeOf(await lookUpWith({ face: 'media', kind: 'error', status: 503, code: 2 }))).toBe(2);
  });

  it('makes the download fail, turn away, or be another file', async () => {
    expect((await fetchWith({ face: 'media', kind: 'gone' })).status).toBe(404);
    expect((await fetchWith({ face: 'media', kind: 'error', on: 'download', status: 500 })).status).toBe(500);
    const redirected = await fetchWith({ face: 'media', kind: 'redirect', to: 'https://evil.example/a' });
    expect([redirected.status, redirected.headers.get('location')]).toEqual([302, 'https://evil.example/a']);
    const other = await fetchWith({ face: 'media', kind: 'wrong-type' });
    expect(other.headers.get('content-type')).toContain('text/html');
    expect(await (await fetchWith({ face: 'media', kind: 'wrong-bytes' })).text()).toContain('not what was promised');
    await expect(fetchWith({ face: 'media', kind: 'reset' })).rejects.toThrow('fetch failed');
  });

  it('makes the download endless, slow or a trickle', async () => {
    const endless = await fetchWith({ face: 'media', kind: 'endless' });
    expect(endless.headers.get('content-length')).toBeNull();
    let read = 0;
    for await (const piece of endless.body ?? []) if ((read += piece.length) > 1_000_000) break;
    expect(read).toBeGreaterThan(1_000_000);
    const begun = performance.now();
    expect((await fetchWith({ face: 'media', kind: 'slow', ms: 100 })).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(95);
    const trickle = await fetchWith({ face: 'media', kind: 'trickle', ms: 5 });
    expect(trickle.headers.get('content-length')).toBe('5000');
    await trickle.body?.cancel();
  });

  it('hits only the medium or the type it is meant for', async () => {
    const [one, two] = [medium(), medium()];
    simulator.armFault({ face: 'media', kind: 'error', status: 500, match: { id: two } });
    simulator.armFault({ face: 'media', kind: 'error', status: 500, match: { text: 'video/' } });
    expect([(await api('GET', one)).status, (await api('GET', two)).status]).toEqual([200, 500]);
  });
});

import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultInput } from '../sim/fault-kinds.js';
import { newPhone, settled } from './support/conversation.js';
import { lastPrompt, send } from './support/inbound.js';
import { fileOf, type MediaRow, settledFileOf } from './support/media.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';

type MediaFault = Extract<FaultInput, { face: 'media' }>;
/** A fault without what all have. */
type Trouble = MediaFault extends infer F ? (F extends MediaFault ? Omit<F, 'face' | 'match'> : never) : never;

const MB = 1024 * 1024;
/** Of one try. */
const TRY_MS = 6_000;

describe('A file that does not come as it should', () => {
  let system: TestSystem;
  let canary: Server;
  let connections = 0;
  beforeAll(async () => {
    system = await startSystem({ MEDIA_FETCH_TIMEOUT_MS: String(TRY_MS), MEDIA_WAIT_MS: '500' });
    await system.rows(NOTE_CHANGES);
    canary = createServer((socket) => {
      connections++;
      socket.destroy();
    }).listen(0, '::');
    await once(canary, 'listening');
  });
  afterAll(async () => {
    canary.close();
    await system.stop();
  });

  const newMedium = (): string => system.simulator.putMedium({ mimeType: 'image/jpeg', size: 50_000 }).id;
  /** The customer sends a picture with which there is this trouble. */
  async function sendWith(...troubles: Trouble[]): Promise<{ phone: string; mediaId: string }> {
    const phone = newPhone();
    const mediaId = newMedium();
    for (const trouble of troubles)
      system.simulator.armFault({ ...trouble, face: 'media', match: { id: mediaId } } as FaultInput);
    await send(system, phone, 'image', { id: mediaId, mime_type: 'image/jpeg', caption: `caption of ${phone}` });
    return { phone, mediaId };
  }
  const requestsFor = (mediaId: string): string[] =>
    system.simulator
      .mediaRequests()
      .filter((request) => request.mediaId === mediaId)
      .map(({ kind }) => kind);
  /** Why each try failed to fetch the customer's file. */
  async function reasonsOf(phone: string): Promise<string[]> {
    const file = await fileOf(system, phone);
    const rows = await system.rows<{ reason: string }>('select reason from media_change where id = $1 order by at', [
      file?.id,
    ]);
    return rows.map(({ reason }) => reason);
  }

  const PASSING: [reason: string, trouble: Trouble][] = [
    ['WhatsApp answered error 131000', { kind: 'error', on: 'look-up', status: 503 }],
    ['WhatsApp answered error 190', { kind: 'error', on: 'look-up', status: 401, code: 190 }],
    ['the connection to WhatsApp failed (ECONNRESET)', { kind: 'reset', on: 'look-up' }],
    ['WhatsApp fell silent', { kind: 'silence', on: 'look-up' }],
    ['WhatsApp does not have it, or not any more', { kind: 'gone', on: 'look-up' }],
    ['what came is not the file that was announced', { kind: 'wrong-hash' }],
    ['WhatsApp answered 500', { kind: 'error', on: 'download', status: 500 }],
    ['the connection to WhatsApp failed (ECONNRESET)', { kind: 'reset', on: 'download' }],
    ['WhatsApp fell silent', { kind: 'silence', on: 'download' }],
    ['it came too slowly', { kind: 'trickle', ms: 100 }],
    ['nothing is at the address that WhatsApp gave', { kind: 'gone', on: 'download', times: 2 }],
    ['what came is not the file that was announced', { kind: 'wrong-bytes' }],
  ];

  it('is asked for again, and comes, after each trouble that passes; meanwhile the customer is answered', async () => {
    const sent = await Promise.all(PASSING.map(([, trouble]) => sendWith(trouble)));
    const outcomes = await Promise.all(
      sent.map(async ({ phone }) => {
        const row = await settledFileOf(system, phone, 25_000);
        await settled(system, phone);
        return { ...row, reasons: await reasonsOf(phone), answers: answersTo(system, phone).length };
      }),
    );
    expect(outcomes.map(({ state, attempts, reasons, answers }) => ({ state, attempts, reasons, answers }))).toEqual(
      PASSING.map(([reason]) => ({ state: 'stored', attempts: 2, reasons: [reason], answers: 1 })),
    );
  });

  it.each<[string, Trouble, string[]]>([
    ['an address that has run out', { kind: 'expired-link' }, ['look-up', 'download', 'look-up', 'download']],
    ['an address at which nothing is, once', { kind: 'gone' }, ['look-up', 'download', 'look-up', 'download']],
    ['a wrong size in the look-up', { kind: 'wrong-size' }, ['look-up', 'download']],
    ['a wrong type in the header', { kind: 'wrong-type' }, ['look-up', 'download']],
    ['a slow host', { kind: 'slow', ms: 300 }, ['look-up', 'download']],
  ])('comes in one try in spite of %s', async (_what, trouble, requests) => {
    const { phone, mediaId } = await sendWith(trouble);
    expect(await settledFileOf(system, phone)).toMatchObject({ state: 'stored', mime_type: 'image/jpeg', attempts: 1 });
    expect(requestsFor(mediaId)).toEqual(requests);
  });

  it('is followed to one other address of the platform, and no further', async () => {
    const lookUp = async (id: string): Promise<string> => {
      const headers = { authorization: `Bearer ${system.settings.WHATSAPP_ACCESS_TOKEN}` };
      const found = await fetch(`${system.simulator.url}/v26.0/${id}`, { headers });
      return ((await found.json()) as { url: string }).url;
    };
    const { phone: one, mediaId } = await sendWith({ kind: 'redirect', to: await lookUp(newMedium()) });
    expect(await settledFileOf(system, one)).toMatchObject({ state: 'stored', attempts: 1 });
    const to = await lookUp(mediaId);
    system.simulator.armFault({ face: 'media', kind: 'redirect', to, match: { id: mediaId } });
    const { phone: two } = await sendWith({ kind: 'redirect', to });
    await eventually('it was tried', async () => (await reasonsOf(two)).length > 0);
    expect(await reasonsOf(two)).toContain('WhatsApp answered 302');
  });

  it('is given up at once, with the reason, where WhatsApp itself has lost it', async () => {
    const { phone } = await sendWith({ kind: 'error', on: 'look-up', status: 400, code: 131_052 });
    const reason = 'WhatsApp itself could not get it';
    expect(await settledFileOf(system, phone)).toMatchObject({ state: 'failed', attempts: 1, reason });
    await settled(system, phone);
    expect(lastPrompt(system, `caption of ${phone}`)).toContain(
      `(sent an image that could not be fetched: ${reason})\ncaption of ${phone}`,
    );
  });

  it('is given up after its last try', async () => {
    const { phone } = await sendWith({ kind: 'error', on: 'look-up', status: 503, times: 100 });
    await eventually('it was tried', async () => (await fileOf(system, phone))?.reason !== null);
    const { id } = (await fileOf(system, phone)) as MediaRow;
    await system.rows(`update media set attempts = 9, due_at = now() where id = $1`, [id]);
    expect(await settledFileOf(system, phone)).toMatchObject({
      state: 'failed',
      attempts: 10,
      reason: 'WhatsApp answered error 131000',
    });
  });

  it('is cut off at 100 MB where it has no end, and takes no memory with it', async () => {
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
    const { phone } = await sendWith({ kind: 'endless' });
    const row = await settledFileOf(system, phone, 25_000);
    clearInterval(watch);
    expect(row).toMatchObject({ state: 'failed', attempts: 1, reason: 'it is larger than 100 MB' });
    // 32 MB are allowed; the platform's stand-in takes its share of the process too.
    expect((most - before) / MB).toBeLessThan(64);
  });

  it('brings nobody to another host, however its address is written, and the token to none', async () => {
    const { port } = canary.address() as AddressInfo;
    const addresses = FORMS.map((form) => form.replaceAll('PORT', String(port)));
    const sent = await Promise.all(
      addresses.flatMap((to) => [sendWith({ kind: 'foreign-link', to }), sendWith({ kind: 'redirect', to })]),
    );
    for (const { phone } of sent) {
      await eventually('it was tried', async () => (await reasonsOf(phone)).length > 0, 20_000);
      expect((await reasonsOf(phone))[0]).toBe('WhatsApp named an address that is none of its own');
    }
    expect(connections).toBe(0);
    await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    expect(connections).toBe(1);
  });
});

/** Keeps each reason that a file ever had. */
const NOTE_CHANGES = `
  create table media_change (id uuid, reason text, at timestamptz default clock_timestamp());
  create function note_change() returns trigger language plpgsql as $$
    begin insert into media_change values (new.id, new.reason); return null; end $$;
  create trigger note after update on media for each row
    when (new.reason is not null and new.due_at is distinct from old.due_at and new.attempts = old.attempts)
    execute function note_change()`;

/** Ways to write an address of this machine or of a private one. */
const FORMS = [
  'http://127.0.0.1:PORT/',
  'https://127.0.0.1:PORT/',
  'http://localhost:PORT/',
  'http://localhost.:PORT/',
  'http://[::1]:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://[::]:PORT/',
  'http://0.0.0.0:PORT/',
  'http://127.1:PORT/',
  'http://2130706433:PORT/',
  'http://0x7f000001:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://user:pass@127.0.0.1:PORT/',
  'http://lookaside.fbsbx.com@127.0.0.1:PORT/',
  'http://127.0.0.1:PORT/#lookaside.fbsbx.com',
  'https://lookaside.fbsbx.com:PORT/',
  'http://169.254.169.254/latest/meta-data/',
  'https://metadata.google.internal/',
];

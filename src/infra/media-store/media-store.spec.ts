import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FolderStore } from './folder-store.js';
import type { MediaStore } from './media-store.js';
import { S3Store } from './s3-store.js';
import { Spool } from './spool.js';

interface Opened {
  store: MediaStore;
  /** Where files are before they are whole. */
  spool: string;
  close(): Promise<void>;
}

async function openFolder(): Promise<Opened> {
  const folder = await mkdtemp(path.join(tmpdir(), 'media-'));
  const spool = path.join(folder, 'incoming');
  const store = new FolderStore(folder, new Spool(spool));
  await store.open();
  return { store, spool, close: () => rm(folder, { recursive: true }) };
}

/** The one key that the server below knows. */
const KEY = 'S3RVER';

async function openBucket(name = 'media'): Promise<Opened> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bucket-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: path.join(folder, 'objects'),
    configureBuckets: [{ name: 'media', configs: [] }],
  });
  const { port } = await server.run();
  const spool = path.join(folder, 'incoming');
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: KEY, secretAccessKey: KEY };
  const store = new S3Store({ name, region: 'eu-central-1', endpoint, credentials }, new Spool(spool));
  await store.open();
  const close = async () => {
    await server.close();
    await rm(folder, { recursive: true });
  };
  return { store, spool, close };
}

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('half a ');
  throw new Error('the line went dead');
}

const MEGABYTE = Buffer.alloc(1024 * 1024, 'x');

describe.each([
  ['a folder', () => openFolder()],
  ['a bucket', () => openBucket()],
])('Files in %s', (_where, open) => {
  let opened: Opened;
  let store: MediaStore;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  });
  afterAll(() => opened.close());

  const read = async (key: string, range?: { start: number; end: number }): Promise<string | null> => {
    const found = await store.get(key, range);
    return found === null ? null : (await buffer(found)).toString();
  };

  it('come back as they were put, whole or in part', async () => {
    await store.put('file-0001', pieces('one, ', 'two, ', 'three'));
    expect(await read('file-0001')).toBe('one, two, three');
    expect(await read('file-0001', { start: 5, end: 7 })).toBe('two');
  });

  it('may be empty, or larger than a request can carry at once', async () => {
    await store.put('file-0002', pieces());
    expect(await read('file-0002')).toBe('');
    await store.put(
      'file-0003',
      (async function* () {
        for (let count = 0; count < 12; count++) yield MEGABYTE;
      })(),
    );
    let size = 0;
    for await (const piece of (await store.get('file-0003')) ?? []) size += (piece as Buffer).length;
    expect(size).toBe(12 * MEGABYTE.length);
  });

  it('are replaced by what is put under the same key', async () => {
    await store.put('file-0004', pieces('old and long'));
    await store.put('file-0004', pieces('new'));
    expect(await read('file-0004')).toBe('new');
  });

  it('are not there before they are put, nor after they are deleted', async () => {
    expect(await read('file-0005')).toBeNull();
    await store.put('file-0005', pieces('here'));
    await store.delete('file-0005');
    expect(await read('file-0005')).toBeNull();
    await store.delete('file-0005');
  });

  it('that break off leave nothing, and what was there before stays', async () => {
    await expect(store.put('file-0006', broken())).rejects.toThrow('the line went dead');
    expect(await read('file-0006')).toBeNull();
    await store.put('file-0007', pieces('whole'));
    await expect(store.put('file-0007', broken())).rejects.toThrow('the line went dead');
    expect(await read('file-0007')).toBe('whole');
    expect(await readdir(opened.spool)).toEqual([]);
  });

  it('can be put under one key by two at once', async () => {
    await Promise.all([store.put('file-0008', pieces('same')), store.put('file-0008', pieces('same'))]);
    expect(await read('file-0008')).toBe('same');
  });

  it.each(['../../etc/passwd', 'a', 'UPPER-CASE', 'with/slash', 'with.dot.txt', '', 'x'.repeat(65)])(
    'are never kept under a name such as "%s"',
    async (key) => {
      await expect(store.put(key, pieces('x'))).rejects.toThrow('an id of ours');
      await expect(store.get(key)).rejects.toThrow('an id of ours');
      await expect(store.delete(key)).rejects.toThrow('an id of ours');
    },
  );

  it('that a crash left half written are removed an hour later, at the next start', async () => {
    const [stray, fresh] = ['stray', 'fresh'].map((name) => path.join(opened.spool, name));
    await Promise.all([stray, fresh].map((file) => writeFile(String(file), 'half a')));
    const longAgo = new Date(Date.now() - 2 * 60 * 60_000);
    await utimes(String(stray), longAgo, longAgo);
    await store.open();
    expect(await readdir(opened.spool)).toEqual(['fresh']);
  });
});

describe('A bucket that is not there', () => {
  it('keeps nothing and says so', async () => {
    const { store, close } = await openBucket('another');
    try {
      await expect(store.put('file-0009', pieces('x'))).rejects.toThrow(/bucket does not exist/);
      await expect(store.get('file-0009')).rejects.toThrow(/bucket does not exist/);
    } finally {
      await close();
    }
  });
});

describe('A folder that cannot be written', () => {
  it('is found at the start', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'media-'));
    try {
      await writeFile(path.join(folder, 'a-file'), '');
      const store = new FolderStore(folder, new Spool(path.join(folder, 'a-file', 'incoming')));
      await expect(store.open()).rejects.toThrow('ENOTDIR');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

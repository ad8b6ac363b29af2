import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { type ByteRange, checkKey, MediaStore } from './media-store.js';
import type { Spool } from './spool.js';

/**
 * Files in a folder of this machine, spread over subfolders by the beginning of their key. Every process that writes or
 * serves them needs the same folder. A file is moved to its name when it is whole.
 */
export class FolderStore extends MediaStore {
  /** @param spool in a folder of the same file system, so that a move is one step. */
  constructor(
    private readonly folder: string,
    private readonly spool: Spool,
  ) {
    super();
  }

  override async open(): Promise<void> {
    await this.spool.open();
  }

  override async put(key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const file = this.fileOf(key);
    const whole = await this.spool.write(content);
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await rename(whole, file);
    } catch (error) {
      await rm(whole, { force: true });
      throw error;
    }
    await syncFolder(path.dirname(file));
  }

  override async get(key: string, range?: ByteRange): Promise<Readable | null> {
    try {
      const handle = await open(this.fileOf(key));
      return handle.createReadStream(range);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  override async delete(key: string): Promise<void> {
    await rm(this.fileOf(key), { force: true });
  }

  private fileOf(key: string): string {
    return path.join(this.folder, checkKey(key).slice(0, 2), key);
  }
}

/** A name survives a loss of power only when its folder is on the disk too; some systems cannot say so. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What is on its way longer than this belongs to a process that died. */
const STRAY_AFTER_MS = 60 * 60_000;

/** A directory for files that are not whole yet. Any number of processes may share it. */
export class Spool {
  constructor(private readonly directory: string) {}

  /** Makes the directory, tries to write there, and removes what crashes have left. */
  async open(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    await rm(await this.write(emptiness()));
    await this.removeStrays();
  }

  /** Writes all of `content` to a file of its own and to the disk; on failure no file is left. @returns its path. */
  async write(content: AsyncIterable<Uint8Array>): Promise<string> {
    const file = path.join(this.directory, randomUUID());
    try {
      // Not a stream, which would open its file later, and maybe after a source that breaks at once is cleaned up after.
      await writeFile(file, content, { flag: 'wx', mode: 0o600, flush: true });
      return file;
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
  }

  private async removeStrays(): Promise<void> {
    for (const name of await readdir(this.directory)) {
      const file = path.join(this.directory, name);
      const found = await stat(file).catch(() => null);
      if (found !== null && Date.now() - found.mtimeMs > STRAY_AFTER_MS) await rm(file, { force: true });
    }
  }
}

async function* emptiness(): AsyncGenerator<Uint8Array> {}

import { execFile } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CHUNK = Buffer.alloc(64 * 1024);

/** A file system of its own that can be filled to the last byte. */
export class SmallDisk {
  private readonly ballast: string;

  private constructor(readonly directory: string) {
    this.ballast = path.join(directory, 'ballast');
  }

  /** In memory. @returns null where we may not mount one. */
  static async mount(megabytes: number): Promise<SmallDisk | null> {
    const directory = mkdtempSync(path.join(tmpdir(), 'disk-'));
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'none', directory]);
      return new SmallDisk(directory);
    } catch {
      rmdirSync(directory);
      return null;
    }
  }

  /** Leaves no room for anybody. */
  fill(): void {
    const file = openSync(this.ballast, 'w');
    try {
      for (;;) writeSync(file, CHUNK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.ballast, { force: true });
  }
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A business's folder of a test's own. */
export class TestFolder {
  readonly path = mkdtempSync(path.join(tmpdir(), 'business-'));

  write(name: string, content: string | Uint8Array): void {
    const file = path.join(this.path, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  remove(name = ''): void {
    rmSync(path.join(this.path, name), { recursive: true, force: true });
  }
}

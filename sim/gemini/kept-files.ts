import { randomText } from '../ids.js';

/** A file that was uploaded to the stand-in for the Gemini API. */
export interface KeptFile {
  /** `files/…` */
  name: string;
  mimeType: string;
  bytes: Buffer;
  /** Look-ups that still find it in work, as the real API does with videos. */
  looksUntilActive: number;
}

const MOST_FILES = 100;

/** Uploaded files until they are removed; beyond 100 the oldest is forgotten. */
export class KeptFiles {
  readonly #begun = new Map<string, string>();
  readonly #files = new Map<string, KeptFile>();

  /** @returns the id under which the bytes are to come. */
  begin(mimeType: string): string {
    const id = randomText(12, 'base64url');
    this.#begun.set(id, mimeType);
    return id;
  }

  /** Undefined where nothing was begun under the id. */
  finish(id: string, bytes: Buffer): KeptFile | undefined {
    const mimeType = this.#begun.get(id);
    if (mimeType === undefined || !this.#begun.delete(id)) return undefined;
    const looksUntilActive = mimeType.startsWith('video/') ? 1 : 0;
    const file = { name: `files/${id}`, mimeType, bytes, looksUntilActive };
    this.#files.set(file.name, file);
    const [oldest] = this.#files.keys();
    if (this.#files.size > MOST_FILES && oldest !== undefined) this.#files.delete(oldest);
    return file;
  }

  get(name: string): KeptFile | undefined {
    return this.#files.get(name);
  }

  /** False when there is none. */
  delete(name: string): boolean {
    return this.#files.delete(name);
  }

  list(): KeptFile[] {
    return [...this.#files.values()];
  }
}

import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from '../../config/settings.js';

/** A file that the provider keeps for us. */
export interface ProviderFile {
  /** By which it is looked at and removed: `files/…`. */
  name: string;
  /** By which a prompt refers to it. */
  uri: string;
}

interface Answer {
  name?: string;
  uri?: string;
  /** A video is worked on for some seconds before it can be referred to. */
  state?: 'PROCESSING' | 'ACTIVE' | 'FAILED';
}

const LOOK_EVERY_MS = 500;
const REMOVE_LIMIT_MS = 5_000;

/**
 * Files too large for a prompt, kept by the provider under our key alone, for 48 hours unless they are removed.
 * Source: the Gemini API's Files (`media.upload` in its resumable form, `files.get`, `files.delete`).
 */
export class GeminiFiles {
  private readonly base: string;
  private readonly key: string;

  constructor({ GEMINI_API_URL, GOOGLE_API_KEY }: Pick<Settings, 'GEMINI_API_URL' | 'GOOGLE_API_KEY'>) {
    this.base = GEMINI_API_URL.replace(/\/$/, '');
    this.key = GOOGLE_API_KEY ?? 'not-set';
  }

  /**
   * Streams the file there, and returns when a prompt may refer to it; the signal is the only limit of the wait.
   * @throws Error that says in which step it failed, or the signal's reason
   */
  async upload(
    content: Readable,
    { mimeType, size }: { mimeType: string; size: number },
    signal: AbortSignal,
  ): Promise<ProviderFile> {
    const address = await this.begin(mimeType, size, signal);
    const sent = await this.call(address, {
      method: 'POST',
      headers: {
        'x-goog-upload-offset': '0',
        'x-goog-upload-command': 'upload, finalize',
        'content-length': `${size}`,
      },
      body: content as unknown as ReadableStream,
      duplex: 'half',
      signal,
    });
    const { file = {} } = (await sent.json()) as { file?: Answer };
    return this.whenActive(file, signal);
  }

  /** The provider forgets the file. @throws Error when it did not answer so */
  async remove(name: string): Promise<void> {
    const signal = AbortSignal.timeout(REMOVE_LIMIT_MS);
    const answer = await this.call(`${this.base}/v1beta/${name}`, { method: 'DELETE', signal });
    await answer.body?.cancel();
  }

  /** @returns the address for the bytes, which is the provider's own or none. */
  private async begin(mimeType: string, size: number, signal: AbortSignal): Promise<string> {
    const begun = await this.call(`${this.base}/upload/v1beta/files`, {
      method: 'POST',
      headers: {
        'x-goog-upload-protocol': 'resumable',
        'x-goog-upload-command': 'start',
        'x-goog-upload-header-content-length': `${size}`,
        'x-goog-upload-header-content-type': mimeType,
        'content-type': 'application/json',
      },
      body: '{"file":{}}',
      signal,
    });
    await begun.body?.cancel();
    const address = begun.headers.get('x-goog-upload-url') ?? '';
    if (!URL.canParse(address) || new URL(address).origin !== new URL(this.base).origin) {
      throw new Error('The provider named no address of its own for the file');
    }
    return address;
  }

  private async whenActive(file: Answer, signal: AbortSignal): Promise<ProviderFile> {
    for (let { name = '', uri = '', state } = file; ;) {
      if (!/^files\/[\w-]+$/.test(name)) throw new Error('The provider gave the file no name');
      if (state === 'ACTIVE' && uri !== '') return { name, uri };
      if (state !== 'PROCESSING') throw new Error('The provider could not read the file');
      await pause(LOOK_EVERY_MS, undefined, { signal });
      const looked = await this.call(`${this.base}/v1beta/${name}`, { signal });
      ({ name = '', uri = '', state } = (await looked.json()) as Answer);
    }
  }

  private async call(address: string, request: RequestInit & { duplex?: 'half' }): Promise<Response> {
    const answer = await fetch(address, {
      ...request,
      headers: { ...request.headers, 'x-goog-api-key': this.key },
      redirect: 'error',
    });
    if (answer.ok) return answer;
    await answer.body?.cancel();
    throw new Error(`The provider answered ${answer.status} to a file`);
  }
}

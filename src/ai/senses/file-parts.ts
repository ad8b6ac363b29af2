import { Logger } from '@nestjs/common';
import { addAbortSignal, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { GeminiFiles } from '../../infra/clients/gemini/gemini-files.js';
import type { OpenFile, SentFile } from '../assistant.js';

/** A file as a part of a prompt: its bytes in base64, or where the provider has them. */
export type FilePart = { type: 'media'; mimeType: string } & ({ data: string } | { fileUri: string });

/** How a file stands in a run: as the model sees it, or in words why it does not. */
export type LookedAt = { part: FilePart } | { unseen: string };

/** How files stand, by their ids. */
export type Sight = Readonly<Record<string, LookedAt>>;

export const seesFiles = (sight: Sight): boolean => Object.values(sight).some((one) => 'part' in one);

/** The same without any file: one of them is broken, and the provider does not say which. */
export const blinded = (sight: Sight): Sight =>
  Object.fromEntries(
    Object.entries(sight).map(([id, one]) => [id, 'part' in one ? { unseen: 'it could not be read' } : one]),
  );

/** Larger files go to the provider by themselves, piece by piece, so that none of them is held here. */
const LARGEST_INLINE = 2 * 1024 * 1024;

/** Makes files of the store into parts of a prompt. */
export class FileParts {
  private readonly logger = new Logger(FileParts.name);

  constructor(private readonly provider: GeminiFiles) {}

  /**
   * @param uploads where the name of what was handed to the provider is noted, for whoever has to remove it.
   * @throws the signal's reason when it is aborted; any other trouble is told as the reason why it is not seen.
   */
  async of(file: SentFile, open: OpenFile, uploads: string[], signal: AbortSignal): Promise<LookedAt> {
    try {
      const content = await open(file.id);
      if (content === null) return { unseen: 'it is not kept any more' };
      addAbortSignal(signal, content);
      return { part: await this.partOf(file, content, uploads, signal) };
    } catch (error) {
      signal.throwIfAborted();
      this.logger.warn({ msg: 'A file could not be shown to the model', file: file.id, err: error });
      return { unseen: 'it could not be opened' };
    }
  }

  /** Lets the provider forget what it was handed. */
  async remove(uploads: readonly string[]): Promise<void> {
    for (const name of uploads) {
      await this.provider.remove(name).catch((error: Error) => {
        this.logger.warn(`The provider keeps a file for two days that it was to forget: ${error.message}`);
      });
    }
  }

  private async partOf(file: SentFile, content: Readable, uploads: string[], signal: AbortSignal): Promise<FilePart> {
    const { mimeType, size } = file;
    if (size <= LARGEST_INLINE) {
      return { type: 'media', mimeType, data: (await buffer(content)).toString('base64') };
    }
    const { name, uri } = await this.provider.upload(content, { mimeType, size }, signal);
    uploads.push(name);
    return { type: 'media', mimeType, fileUri: uri };
  }
}

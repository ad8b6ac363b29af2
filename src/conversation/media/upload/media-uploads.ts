import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { NotUploaded, WhatsAppUploadClient } from '../../../infra/clients/whatsapp/media/upload.client.js';
import type { FileToSend, FileType } from '../../../infra/clients/whatsapp/outgoing-content.js';
import { CallerError, UnavailableError } from '../../../infra/errors.js';
import { MediaStore } from '../../../infra/media-store/media-store.js';
import { checked, type Passed } from './checked.js';
import { type Sendable, typeOf } from './sendable.js';
import { type Upload, UploadRepository } from './upload.repository.js';

/** A file that an operator handed in and may send. */
export interface UploadedFile {
  id: string;
  type: FileType;
  mime_type: string;
  size: number;
}

/** Files one process takes in at a time. */
const AT_ONCE = 8;

/**
 * Takes files from operators: into our store, and from there to the platform. They pass piece by piece, so that memory
 * does not grow with them. A crash in between leaves at most a file in the store that nobody knows.
 */
@Injectable()
export class MediaUploads {
  private running = 0;

  constructor(
    private readonly rows: UploadRepository,
    private readonly store: MediaStore,
    private readonly platform: WhatsAppUploadClient,
  ) {}

  /**
   * @param content is read to its end, or until the file is refused
   * @throws CallerError 400 when WhatsApp takes no such file, 413 when it is too large, 502 when the platform refuses it
   * @throws UnavailableError when the platform is away, or too many files come at once
   */
  async take(content: AsyncIterable<Uint8Array>, filename: string, operatorId: string): Promise<UploadedFile> {
    if (this.running >= AT_ONCE) throw new UnavailableError('Too many files are being uploaded at once');
    this.running++;
    try {
      return await this.keep(content, filename, operatorId);
    } finally {
      this.running--;
    }
  }

  /**
   * The file of this id as it can be sent now; the platform gets a new copy where it may have forgotten the old one.
   * @throws CallerError 400 for an id nobody knows, or a file that is of another type than `wanted` says
   */
  async forSending(id: string, wanted: FileType): Promise<FileToSend> {
    const upload = await this.rows.find(id);
    if (upload === null) throw new CallerError(400, ['media.id must be the id of a file that was uploaded here']);
    const type = typeOf(upload.mimeType);
    if (type !== wanted) throw new CallerError(400, [`media.type must be ${type}: the file is ${upload.mimeType}`]);
    const platformId = upload.isOld ? await this.renewed(upload) : upload.platformId;
    return { type, id: platformId, media_id: id, ...(type === 'document' ? { filename: upload.filename } : {}) };
  }

  private async keep(content: AsyncIterable<Uint8Array>, filename: string, operatorId: string): Promise<UploadedFile> {
    const id = randomUUID();
    const passed: Passed = { size: 0, sendable: null };
    await this.store.put(id, checked(content, filename, passed));
    const { size } = passed;
    const { type, mimeType } = passed.sendable as Sendable;
    const platformId = await this.toPlatform(id, mimeType, size).catch(async (error: unknown) => {
      await this.store.delete(id).catch(() => undefined);
      throw error;
    });
    await this.rows.insert({ id, operatorId, filename, mimeType, size, platformId });
    return { id, type, mime_type: mimeType, size };
  }

  /** Two who do so at once both have an id that is good. */
  private async renewed({ id, mimeType, size }: Upload): Promise<string> {
    const platformId = await this.toPlatform(id, mimeType, size);
    await this.rows.renew(id, platformId);
    return platformId;
  }

  private async toPlatform(id: string, mimeType: string, size: number): Promise<string> {
    const content = await this.store.get(id);
    if (content === null) throw new CallerError(400, ['media.id names a file that is not kept any more']);
    try {
      return await this.platform.upload({ content, mimeType, size });
    } catch (error) {
      content.destroy();
      throw error instanceof NotUploaded ? told(error) : error;
    }
  }
}

const told = ({ message, code, isAway }: NotUploaded): Error =>
  isAway ? new UnavailableError(message) : new CallerError(502, `WhatsApp did not take the file: ${message}`, { code });

import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { CallerError } from '../../infra/errors.js';
import { type ByteRange, MediaStore } from '../../infra/media-store/media-store.js';
import { OWN_ID_FORM } from '../own-id.js';
import { MediaRepository, type StoredFile } from './media.repository.js';

export type { StoredFile } from './media.repository.js';

/** Hands out the files that are kept. */
@Injectable()
export class MediaFiles {
  constructor(
    private readonly rows: MediaRepository,
    private readonly store: MediaStore,
  ) {}

  /** @throws CallerError 404 for an id nobody knows, 409 with state and reason while the file is not here */
  async find(id: string): Promise<StoredFile> {
    const file = OWN_ID.test(id) ? await this.rows.find(id) : null;
    if (file === null) throw new CallerError(404, 'There is no file with this id');
    if (file.state === 'stored') return file;
    const { state, reason } = file;
    throw new CallerError(409, NOT_HERE[state], { state, reason });
  }

  /** The file, or a part of it. @throws CallerError 404 when it is not kept any more */
  async open({ id }: StoredFile, part: ByteRange | null): Promise<Readable> {
    const content = await this.store.get(id, part ?? undefined);
    if (content === null) throw new CallerError(404, 'This file is not kept any more');
    return content;
  }
}

const OWN_ID = new RegExp(`^${OWN_ID_FORM}$`);

const NOT_HERE = { waiting: 'This file has not arrived yet', failed: 'This file could not be fetched' };

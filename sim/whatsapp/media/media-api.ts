import { now, BoundedList, type JsonObject } from '../../records.js';
import type { Settings } from '../../settings.js';
import { GraphError, refused } from '../graph-error.js';
import type { Medium, MediaStore } from './media-store.js';
import { uploadLimitOf } from './media-types.js';
import { readForm } from './multipart.js';

/** A request about a medium, whatever came of it. */
export interface MediaRequest {
  kind: 'upload' | 'look-up' | 'download' | 'delete';
  /** Null for an upload that was refused. */
  mediaId: string | null;
  /** Whether it carried our token: one that goes to another host must not. */
  authorized: boolean;
  /** HTTP status answered; null while there is none, and for good where a fault swallowed it. */
  status: number | null;
  fault: string | null;
  receivedAt: number;
}

/** The media endpoints without HTTP. */
export class MediaApi {
  readonly requests = new BoundedList<MediaRequest>();

  constructor(
    private readonly phoneNumberId: string,
    private readonly media: MediaStore,
    private readonly settings: Settings,
  ) {}

  note(kind: MediaRequest['kind'], mediaId: string | null, authorized: boolean): MediaRequest {
    const request = { kind, mediaId, authorized, status: null, fault: null, receivedAt: now() };
    this.requests.push(request);
    return request;
  }

  /**
   * Takes in a form of `messaging_product`, `type` and `file`.
   * @throws GraphError 100 for a form that is none or lacks a field, 131053 for a type or a size that is not taken
   */
  upload(contentType: string | undefined, body: Buffer): Medium {
    const form = readForm(contentType, body);
    const file = form?.get('file');
    if (form?.get('messaging_product')?.bytes.toString() !== 'whatsapp') {
      throw refused(100, 'The parameter messaging_product is required.');
    }
    if (file === undefined) throw refused(100, 'The parameter file is required.');
    const mimeType = form.get('type')?.bytes.toString() ?? file.type ?? '';
    const limit = uploadLimitOf(mimeType);
    if (limit === undefined) throw refused(131053, `A file of type ${mimeType.slice(0, 200)} is not taken`);
    if (file.bytes.length === 0 || file.bytes.length > limit) {
      throw refused(131053, `A file of this type has 1 to ${limit} bytes, not ${file.bytes.length}`);
    }
    return this.media.put({ mimeType, origin: 'uploaded', bytes: Buffer.from(file.bytes) });
  }

  /**
   * What is known of a medium, with a fresh address. The digest is in hex here and in base64 in webhooks.
   * @param askedBy the number that asks, where it says so
   * @throws GraphError 100 with subcode 33 when there is none
   */
  lookUp(id: string, askedBy: string | undefined): JsonObject {
    const medium = this.media.get(id);
    const isOurs = askedBy === undefined || askedBy === this.phoneNumberId;
    if (medium === undefined || !isOurs) throw notThere('get', id);
    return {
      url: this.media.linkTo(id, this.settings.mediaUrlValidMs),
      mime_type: medium.mimeType,
      sha256: medium.sha256.toString('hex'),
      file_size: medium.size,
      id,
      messaging_product: 'whatsapp',
    };
  }

  /** @throws GraphError 100 with subcode 33 when there is none */
  delete(id: string): JsonObject {
    if (!this.media.delete(id)) throw notThere('delete', id);
    return { success: true };
  }

  reset(): void {
    this.requests.clear();
  }
}

export const notThere = (method: string, id: string): GraphError => {
  const reason = `Unsupported ${method} request. Object with ID '${id}' does not exist or cannot be loaded`;
  return new GraphError(400, 100, reason, { subcode: 33 });
};

import { Injectable } from '@nestjs/common';
import { MediaUploads } from '../../conversation/media/upload/media-uploads.js';
import { TemplateBook } from '../../conversation/templates/template-book.js';
import type { FileToSend, OutgoingContent } from '../../infra/clients/whatsapp/outgoing-content.js';
import { contentIn, templateIn } from './content-in.js';
import { isOurs, type MediaDto } from './media.dto.js';
import type { OperatorMessageDto } from './operator-message.dto.js';

/** Reads what a checked request asks to say, with the help of what is kept elsewhere. */
@Injectable()
export class OperatorContent {
  constructor(
    private readonly templates: TemplateBook,
    private readonly uploads: MediaUploads,
  ) {}

  /** @throws CallerError 400 for a template or a file that is not there, or that does not fit what is given. */
  async read(body: OperatorMessageDto): Promise<OutgoingContent> {
    const asked = { ...body, media: body.media == null ? null : await this.sendable(body.media) };
    const template = templateIn(asked);
    return template === null ? contentIn(asked) : this.templates.fill(template);
  }

  /** A file that was uploaded here goes out under the id that the platform has for it. */
  private async sendable(media: MediaDto): Promise<FileToSend> {
    if (media.id == null || !isOurs(media.id)) return media;
    const file = await this.uploads.forSending(media.id, media.type);
    const filename = media.filename ?? file.filename;
    return { ...media, ...file, ...(filename == null ? {} : { filename }) };
  }
}

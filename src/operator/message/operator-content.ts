import { Injectable } from '@nestjs/common';
import { TemplateBook } from '../../conversation/templates/template-book.js';
import type { OutgoingContent } from '../../infra/clients/whatsapp/outgoing-content.js';
import { contentIn, templateIn } from './content-in.js';
import type { OperatorMessageDto } from './operator-message.dto.js';

/** Reads what a checked request asks to say, with the help of what is kept elsewhere. */
@Injectable()
export class OperatorContent {
  constructor(private readonly templates: TemplateBook) {}

  /** @throws CallerError 400 for a template that is not there, or that does not fit what is given. */
  async read(asked: OperatorMessageDto): Promise<OutgoingContent> {
    const template = templateIn(asked);
    return template === null ? contentIn(asked) : this.templates.fill(template);
  }
}

import { Controller, Get, UseGuards } from '@nestjs/common';
import { TemplateBook } from '../conversation/templates/template-book.js';
import { OperatorGuard } from './operator.guard.js';

/** The templates that operators may send. */
@Controller('api/v1/templates')
@UseGuards(OperatorGuard)
export class TemplatesController {
  constructor(private readonly templates: TemplateBook) {}

  @Get()
  async list(): Promise<object> {
    const { templates, at, isStale } = await this.templates.list();
    return { items: templates, fetched_at: new Date(at), ...(isStale ? { stale: true } : {}) };
  }
}

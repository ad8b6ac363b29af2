import { Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { KnowledgeSync } from '../ai/knowledge/sync/knowledge-sync.service.js';
import { OperatorGuard } from './operator.guard.js';

/** What the assistant is taught. */
@Controller('api/v1/knowledge')
@UseGuards(OperatorGuard)
export class KnowledgeController {
  constructor(private readonly knowledge: KnowledgeSync) {}

  /** Brings the index up to the folder's files; the answer comes when it is done. */
  @Post('sync')
  @HttpCode(200)
  sync(): Promise<object> {
    return this.knowledge.sync();
  }

  @Get()
  async documents(): Promise<object> {
    return { items: await this.knowledge.documents() };
  }
}

import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { Drafts } from '../conversation/drafts/drafts.service.js';
import { ownIdIn, referenceOf } from './customer-reference.js';
import { AssistantModeDto, DraftDto, PageDto } from './operator.dto.js';
import { OperatorGuard, type OperatorRequest } from './operator.guard.js';

/** Answers of the assistant that wait for a person. */
@Controller('api/v1')
@UseGuards(OperatorGuard)
export class DraftsController {
  constructor(private readonly drafts: Drafts) {}

  @Get('drafts')
  waiting(@Query() { cursor, limit }: PageDto): Promise<object> {
    return this.drafts.waiting(cursor ?? null, limit);
  }

  @Post('drafts/:id/send')
  @HttpCode(200)
  async send(@Req() { operatorId }: OperatorRequest, @Param('id') id: string, @Body() body: DraftDto): Promise<object> {
    return { status: 'success', messages: await this.drafts.send(ownIdIn(id), operatorId, body.message ?? null) };
  }

  @Post('drafts/:id/discard')
  @HttpCode(200)
  async discard(@Param('id') id: string): Promise<object> {
    await this.drafts.discard(ownIdIn(id));
    return { status: 'discarded' };
  }

  @Post('assistant-mode')
  @HttpCode(200)
  async setMode(@Body() body: AssistantModeDto): Promise<object> {
    await this.drafts.setMode(referenceOf(body), body.mode);
    return { status: 'assistant_mode_set' };
  }
}

import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ConversationList } from '../conversation/listing/conversation-list.service.js';
import { Approvals } from '../conversation/tool-calls/approvals.service.js';
import { ownIdIn, referenceIn } from './customer-reference.js';
import { ApprovalDto, PageDto, RefusalDto } from './operator.dto.js';
import { OperatorGuard, type OperatorRequest } from './operator.guard.js';

/** What the assistant asked of the business's systems, and what it may do there. */
@Controller('api/v1')
@UseGuards(OperatorGuard)
export class ToolCallsController {
  constructor(
    private readonly approvals: Approvals,
    private readonly list: ConversationList,
  ) {}

  @Get('tool-calls')
  asked(@Query() { cursor, limit }: PageDto): Promise<object> {
    return this.approvals.asked(cursor ?? null, limit);
  }

  @Get('tool-calls/:id')
  call(@Param('id') id: string): Promise<object> {
    return this.approvals.find(ownIdIn(id));
  }

  @Get('conversations/:customer/tool-calls')
  async ofConversation(@Param('customer') customer: string, @Query() { cursor, limit }: PageDto): Promise<object> {
    const { id } = await this.list.conversation(referenceIn(customer));
    return this.approvals.ofConversation(id, cursor ?? null, limit);
  }

  @Post('tool-calls/:id/approve')
  @HttpCode(200)
  approve(
    @Req() { operatorId }: OperatorRequest,
    @Param('id') id: string,
    @Body() body?: ApprovalDto,
  ): Promise<object> {
    return this.approvals.approve(ownIdIn(id), operatorId, body?.arguments ?? null);
  }

  @Post('tool-calls/:id/refuse')
  @HttpCode(200)
  refuse(@Req() { operatorId }: OperatorRequest, @Param('id') id: string, @Body() body?: RefusalDto): Promise<object> {
    return this.approvals.refuse(ownIdIn(id), operatorId, body?.reason ?? null);
  }
}

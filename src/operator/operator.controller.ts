import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ConversationList, type MessageView } from '../conversation/listing/conversation-list.service.js';
import { MemoryRebuild } from '../conversation/memory/memory-rebuild.service.js';
import { OperatorMessageService } from '../conversation/operator-message/operator-message.service.js';
import { OwnerService } from '../conversation/owner/owner.service.js';
import { CallerError } from '../infra/errors.js';
import { referenceIn, referenceOf } from './customer-reference.js';
import { CustomerDto } from './customer.dto.js';
import { OperatorContent } from './message/operator-content.js';
import { OperatorMessageDto } from './message/operator-message.dto.js';
import { ConversationPageDto, PageDto, TakeoverDto } from './operator.dto.js';
import { OperatorGuard, type OperatorRequest } from './operator.guard.js';

/** People talk to us: take over, speak, hand back, and read. */
@Controller('api/v1')
@UseGuards(OperatorGuard)
export class OperatorController {
  constructor(
    private readonly owners: OwnerService,
    private readonly messages: OperatorMessageService,
    private readonly contents: OperatorContent,
    private readonly list: ConversationList,
    private readonly memories: MemoryRebuild,
  ) {}

  @Post('takeover')
  @HttpCode(200)
  async takeOver(@Req() { operatorId }: OperatorRequest, @Body() body: TakeoverDto): Promise<object> {
    const inFlight = await this.owners.takeOver(referenceOf(body), operatorId, body.force ?? false);
    return { status: 'takeover_complete', ...(inFlight.length > 0 ? { in_flight: inFlight } : {}) };
  }

  @Post('operator-message')
  @HttpCode(200)
  async say(
    @Req() { operatorId }: OperatorRequest,
    @Body() body: OperatorMessageDto,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const idempotencyKey = checkedKey(key);
    const said = await this.messages.say({
      conversation: referenceOf(body),
      operatorId,
      content: await this.contents.read(body),
      replyTo: body.messageId ?? null,
      idempotencyKey,
    });
    const answer = {
      status: 'success',
      message: 'Message queued for processing',
      message_id: said.externalId ?? said.id,
    };
    if (said.externalId !== null) return answer;
    return { ...answer, delivery: said.status, ...(said.reason === null ? {} : { reason: said.reason }) };
  }

  @Post('handback')
  @HttpCode(200)
  async handBack(@Req() { operatorId }: OperatorRequest, @Body() body: CustomerDto): Promise<object> {
    await this.owners.handBack(referenceOf(body), operatorId);
    return { status: 'handback_complete' };
  }

  /** The operator has made sure who writes, after the number or the ids changed. */
  @Post('verification')
  @HttpCode(200)
  async verify(@Body() body: CustomerDto): Promise<object> {
    await this.owners.verify(referenceOf(body));
    return { status: 'verification_complete' };
  }

  @Get('conversations')
  conversations(@Query() { owner, cursor, limit }: ConversationPageDto): Promise<object> {
    return this.list.conversations(owner ?? null, cursor ?? null, limit);
  }

  @Get('conversations/:customer')
  conversation(@Param('customer') customer: string): Promise<object> {
    return this.list.conversation(referenceIn(customer));
  }

  @Get('conversations/:customer/messages')
  async transcript(@Param('customer') customer: string, @Query() { cursor, limit }: PageDto): Promise<object> {
    const page = await this.list.messages(referenceIn(customer), cursor ?? null, limit);
    return { ...page, items: page.items.map(withMediaUrl) };
  }

  /** Makes what the assistant remembers anew from the transcript; the answer comes when it is done. */
  @Post('conversations/:customer/memory')
  @HttpCode(200)
  rebuildMemory(@Param('customer') customer: string): Promise<object> {
    return this.memories.rebuild(referenceIn(customer), AbortSignal.timeout(REBUILD_LIMIT_MS));
  }
}

const REBUILD_LIMIT_MS = 600_000;
const LONGEST_KEY = 255;

const checkedKey = (key: string | undefined): string | null => {
  if (key === undefined || key === '') return null;
  if (key.length > LONGEST_KEY)
    throw new CallerError(400, [`Idempotency-Key must be at most ${LONGEST_KEY} characters`]);
  return key;
};

/** Files are fetched from us, wherever they are kept. */
const withMediaUrl = (message: MessageView): object =>
  message.media === null
    ? message
    : { ...message, media: { ...message.media, url: `/api/v1/media/${message.media.id}` } };

import { Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { Sending } from '../conversation/sending/sending.service.js';
import { OperatorGuard } from './operator.guard.js';

/** Whether messages go out at all. */
@Controller('api/v1/sending')
@UseGuards(OperatorGuard)
export class SendingController {
  constructor(private readonly sending: Sending) {}

  @Get()
  state(): Promise<object> {
    return this.sending.state();
  }

  /** One message finds out within seconds, instead of after the pause. */
  @Post('resume')
  @HttpCode(200)
  resume(): Promise<object> {
    return this.sending.resume();
  }
}

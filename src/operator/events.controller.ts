import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { EventList } from '../conversation/listing/event-list.service.js';
import { EventPageDto } from './operator.dto.js';
import { OperatorGuard } from './operator.guard.js';

/** What the platform reported beside messages. */
@Controller('api/v1/platform-events')
@UseGuards(OperatorGuard)
export class EventsController {
  constructor(private readonly list: EventList) {}

  @Get()
  events(@Query() { field, alerts, cursor, limit }: EventPageDto): Promise<object> {
    return this.list.events({ field: field ?? null, alertsOnly: alerts === 'true' }, cursor ?? null, limit);
  }
}

import { Injectable } from '@nestjs/common';
import { CallerError } from '../../infra/errors.js';
import type { Page } from './conversation-list.service.js';
import { type EventFilter, EventListRepository, type EventView } from './event-list.repository.js';

/** What the platform reported beside messages: about the account, the number, templates, calls, and all that was odd. */
@Injectable()
export class EventList {
  constructor(private readonly rows: EventListRepository) {}

  /** Newest first. */
  async events(filter: EventFilter, cursor: string | null, limit: number): Promise<Page<EventView>> {
    const found = await this.rows.page(filter, cursor === null ? null : readId(cursor), limit + 1);
    const last = found.length > limit ? found[limit - 1] : undefined;
    return { items: found.slice(0, limit), next_cursor: last === undefined ? null : String(last.id) };
  }
}

const readId = (cursor: string): number => {
  if (!/^\d{1,15}$/.test(cursor)) throw new CallerError(400, ['cursor must be the next_cursor of an earlier page']);
  return Number(cursor);
};

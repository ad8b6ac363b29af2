import { Injectable } from '@nestjs/common';
import { type EventFilter, EventListRepository, type EventView } from './event-list.repository.js';
import { matchCursor, type Page, pageOf } from './page.js';

/** What the platform reported beside messages: about the account, the number, templates, calls, and all that was odd. */
@Injectable()
export class EventList {
  constructor(private readonly rows: EventListRepository) {}

  /** Newest first. */
  async events(filter: EventFilter, cursor: string | null, limit: number): Promise<Page<EventView>> {
    const found = await this.rows.page(filter, cursor === null ? null : readId(cursor), limit + 1);
    return pageOf(
      found,
      limit,
      ({ id }) => String(id),
      (event) => event,
    );
  }
}

const ID = /^\d{1,15}$/;

const readId = (cursor: string): number => Number(matchCursor(cursor, ID)[0]);

import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/database/database.js';

/** Something the platform reported that is no message, as operators see it. */
export interface EventView {
  id: number;
  field: string;
  note: string;
  /** Why messages may not go out; null for other news. */
  alert: string | null;
  /** As it came, bounded. */
  payload: unknown;
  created_at: Date;
}

export interface EventFilter {
  field: string | null;
  alertsOnly: boolean;
}

/** Each way to ask has its own text, so that its index is found. */
const page = (where: string): string => `
  select id, field, note, alert, payload, created_at from platform_event
   where ($1::bigint is null or id < $1) and ${where} order by id desc limit $2`;

@Injectable()
export class EventListRepository {
  constructor(private readonly db: Database) {}

  /** Newest first, before `beforeId` where it is given. */
  page({ field, alertsOnly }: EventFilter, beforeId: number | null, limit: number): Promise<EventView[]> {
    const alerts = alertsOnly ? 'alert is not null' : 'true';
    if (field === null) return this.db.query<EventView>(page(alerts), [beforeId, limit]);
    return this.db.query<EventView>(page(`${alerts} and field = $3`), [beforeId, limit, field]);
  }
}

import { Injectable, Logger } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';
import { isUnavailable } from '../../infra/database/unavailable.js';
import type { Delivery, IncomingMessage, PlatformEvent } from '../incoming.js';
import { TurnRepository } from '../turn/turn.repository.js';
import { type WaitingBurst, WakeUps } from '../wake-ups.js';
import { Batcher } from './batcher.js';
import { ChangeRepository } from './change.repository.js';
import { DedupCache } from './dedup-cache.js';
import { Intake } from './intake.js';
import { IntakeRepository, type PlacedMessage, type TouchedConversation } from './intake.repository.js';
import { Placement } from './placement.js';

const LIMITS = { inFlight: 2, size: 200, waiting: 5_000 };

/** What a committed batch asks to be done next. */
interface Stored {
  touched: TouchedConversation[];
  /** Conversations that another one became a part of, with whatever waited there. */
  enlarged: string[];
  newReports: number;
}

/**
 * Stores what channels hand over (P1, P2). Concurrent deliveries share a transaction; when one of them cannot be
 * stored, each is stored by itself, and in the end each item, so that an odd one harms nobody (P10). Wake-ups follow
 * the commit and are not waited for: the sweep makes up for those a crash leaves out.
 */
@Injectable()
export class IntakeService extends Intake {
  private readonly logger = new Logger(IntakeService.name);
  private readonly batcher = new Batcher<Delivery>(LIMITS, (batch) => this.storeBatch(batch), countOf);

  constructor(
    private readonly db: Database,
    private readonly placement: Placement,
    private readonly rows: IntakeRepository,
    private readonly changes: ChangeRepository,
    private readonly turns: TurnRepository,
    private readonly cache: DedupCache,
    private readonly wakeUps: WakeUps,
  ) {
    super();
  }

  override receive(delivery: Delivery): Promise<void> {
    return countOf(delivery) === 0 ? Promise.resolve() : this.batcher.add(delivery);
  }

  private async storeBatch(batch: Delivery[]): Promise<void> {
    const all = await this.withoutRepeats(merge(batch));
    if (countOf(all) === 0) return;
    const stored = await this.storeSplitting(all);
    void this.cache.remember(all.messages.map((message) => message.externalId));
    this.wake(stored);
  }

  private async withoutRepeats(delivery: Delivery): Promise<Delivery> {
    const stored = await this.cache.stored(delivery.messages.map((message) => message.externalId));
    if (stored.size === 0) return delivery;
    return { ...delivery, messages: delivery.messages.filter((message) => !stored.has(message.externalId)) };
  }

  /** Halves what Postgres refuses until the odd item stands alone, and keeps that one as an event. */
  private async storeSplitting(delivery: Delivery): Promise<Stored> {
    try {
      return await this.store(delivery);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      if (countOf(delivery) === 1) return this.setAside(delivery, error as Error);
      const items = singles(delivery);
      const middle = Math.ceil(items.length / 2);
      const one = await this.storeSplitting(merge(items.slice(0, middle)));
      const two = await this.storeSplitting(merge(items.slice(middle)));
      return {
        touched: [...one.touched, ...two.touched],
        enlarged: [...one.enlarged, ...two.enlarged],
        newReports: one.newReports + two.newReports,
      };
    }
  }

  /** What is of one kind is one statement, and needs no transaction around it. */
  private async store(delivery: Delivery): Promise<Stored> {
    const { messages, identityChanges, reports, events } = delivery;
    const { conversationIds, enlarged } = await this.placement.place(messages, identityChanges);
    const placed = messages.map((message, i) => ({ message, conversationId: conversationIds[i] as string }));
    const kinds = [messages, reports, events].filter((items) => items.length > 0).length;
    const keep = (tx?: Tx): Promise<Stored> => this.keep(placed, enlarged, delivery, tx);
    return kinds > 1 ? this.db.transaction(keep) : keep();
  }

  private async keep(
    placed: PlacedMessage[],
    enlarged: string[],
    { reports, events }: Delivery,
    tx?: Tx,
  ): Promise<Stored> {
    const touched = placed.length === 0 ? [] : await this.storeMessages(placed, tx);
    const newReports = reports.length === 0 ? 0 : await this.rows.storeReports(reports, tx);
    if (events.length > 0) await this.rows.storeEvents(events, tx);
    return { touched, enlarged, newReports };
  }

  /** An edit or a revoke that is stored and not yet applied when a crash comes is applied with the next message. */
  private async storeMessages(placed: PlacedMessage[], tx?: Tx): Promise<TouchedConversation[]> {
    const touched = await this.rows.storeMessages(placed, tx);
    const withChanges = new Set([
      ...placed.filter(({ message }) => isChange(message)).map((one) => one.conversationId),
      ...touched.filter((one) => one.hasOpenChange).map((one) => one.conversationId),
    ]);
    if (withChanges.size === 0) return touched;
    const apply = (inside: Tx): Promise<TouchedConversation[]> => this.applyChanges([...withChanges], touched, inside);
    return tx === undefined ? this.db.transaction(apply) : apply(tx);
  }

  /** A running turn has read what a message said before the change; it makes way, and its burst is woken again. */
  private async applyChanges(ids: string[], touched: TouchedConversation[], tx: Tx): Promise<TouchedConversation[]> {
    const changed = new Set(await this.changes.apply(ids, tx));
    for (const { conversationId, owner } of touched) {
      if (owner === 'ai' && changed.has(conversationId)) {
        await this.turns.revoke(conversationId, 'the customer changed a message', tx);
      }
    }
    return touched.map((one) =>
      one.owner === 'ai' && changed.has(one.conversationId) ? { ...one, beginsBurst: true } : one,
    );
  }

  private async setAside(delivery: Delivery, error: Error): Promise<Stored> {
    const [message] = delivery.messages;
    const [report] = delivery.reports;
    const [event] = delivery.events;
    const id = message?.externalId ?? report?.externalId ?? event?.key ?? '';
    this.logger.error({ msg: 'An item could not be stored and is set aside', id, err: error });
    const odd: PlatformEvent = {
      field: 'odd',
      key: `odd:${id}`,
      note: error.message.slice(0, 200),
      payload: oddPayload(delivery),
    };
    return this.store({ ...NOTHING, events: [odd] });
  }

  private wake({ touched, enlarged, newReports }: Stored): void {
    const bursts: WaitingBurst[] = touched.filter((conversation) => conversation.beginsBurst);
    for (const conversationId of enlarged) bursts.push({ conversationId, sinceFirstMs: 0, sinceLastMs: 0 });
    if (bursts.length > 0) void this.wakeUps.burstWaits(bursts);
    if (newReports > 0) this.wakeUps.updateMessageStatus();
  }
}

const isChange = ({ kind }: IncomingMessage): boolean => kind === 'edit' || kind === 'revoke';

const countOf = (delivery: Delivery): number =>
  Object.values<unknown[]>({ ...delivery }).reduce((count, list) => count + list.length, 0);

const merge = (batch: Delivery[]): Delivery => ({
  messages: batch.flatMap((delivery) => delivery.messages),
  identityChanges: batch.flatMap((delivery) => delivery.identityChanges),
  reports: batch.flatMap((delivery) => delivery.reports),
  events: batch.flatMap((delivery) => delivery.events),
});

const NOTHING: Delivery = { messages: [], identityChanges: [], reports: [], events: [] };

const singles = ({ messages, identityChanges, reports, events }: Delivery): Delivery[] => [
  ...messages.map((message) => ({ ...NOTHING, messages: [message] })),
  ...identityChanges.map((change) => ({ ...NOTHING, identityChanges: [change] })),
  ...reports.map((report) => ({ ...NOTHING, reports: [report] })),
  ...events.map((event) => ({ ...NOTHING, events: [event] })),
];

/** As text, because its own form is what Postgres refused. */
const oddPayload = (delivery: Delivery): string =>
  JSON.stringify(delivery).replaceAll('\\u0000', '').slice(0, 65_536).toWellFormed();

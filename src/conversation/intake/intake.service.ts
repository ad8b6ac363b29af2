import { Injectable, Logger } from '@nestjs/common';
import { isUnavailable } from '../../infra/database/unavailable.js';
import { Faults } from '../../infra/faults/faults.js';
import { ProcessMetrics } from '../../infra/metrics/process-metrics.js';
import {
  type Delivery,
  emptyDelivery,
  mergeDeliveries,
  type PlatformEvent,
  sizeOf,
  splitDelivery,
} from '../incoming.js';
import { Sending } from '../sending/sending.service.js';
import { TemplateBook } from '../templates/template-book.js';
import { type WaitingBurst, WakeUps } from '../wake-ups.js';
import { Batcher } from './batcher.js';
import { DedupCache } from './dedup-cache.js';
import { DeliveryStore, mergeStored, type Stored } from './delivery-store.js';
import { Intake } from './intake.js';

/** Fields by which the platform says that a template is another one, or may no longer be sent. */
const TELLS_OF_TEMPLATES = /^(?:message_)?template_/;

const LIMITS = { inFlight: 2, size: 200, waiting: 5_000 };

/**
 * Stores what channels hand over (P1, P2). Concurrent deliveries share a transaction; when one of them cannot be
 * stored, each is stored by itself, and in the end each item, so that an odd one harms nobody (P10). Wake-ups follow
 * the commit and are not waited for: the sweep makes up for those a crash leaves out.
 */
@Injectable()
export class IntakeService extends Intake {
  private readonly logger = new Logger(IntakeService.name);
  private readonly batcher = new Batcher<Delivery>(LIMITS, (batch) => this.storeBatch(batch), sizeOf);

  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly cache: DedupCache,
    private readonly wakeUps: WakeUps,
    private readonly templates: TemplateBook,
    private readonly sending: Sending,
    private readonly faults: Faults,
    metrics: ProcessMetrics,
  ) {
    super();
    metrics.watch('intake_waiting', 'Webhooks in memory that wait to be stored.', () => this.waiting);
  }

  override receive(delivery: Delivery): Promise<void> {
    return sizeOf(delivery) === 0 ? Promise.resolve() : this.batcher.add(delivery);
  }

  override get waiting(): number {
    return this.batcher.length;
  }

  private async storeBatch(batch: Delivery[]): Promise<void> {
    const all = await this.withoutRepeats(mergeDeliveries(batch));
    if (sizeOf(all) === 0) return;
    const stored = await this.storeSplitting(all);
    await this.faults.reach('after-insert');
    void this.cache.remember(all.messages.map((message) => message.externalId));
    if (all.events.some(({ field }) => TELLS_OF_TEMPLATES.test(field))) this.templates.forget();
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
      return await this.deliveries.store(delivery);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      if (sizeOf(delivery) === 1) return this.setAside(delivery, error as Error);
      const items = splitDelivery(delivery);
      const middle = Math.ceil(items.length / 2);
      const one = await this.storeSplitting(mergeDeliveries(items.slice(0, middle)));
      const two = await this.storeSplitting(mergeDeliveries(items.slice(middle)));
      return mergeStored(one, two);
    }
  }

  private async setAside(delivery: Delivery, error: Error): Promise<Stored> {
    const [said] = [...delivery.messages, ...delivery.echoes, ...delivery.past];
    const id = said?.externalId ?? delivery.reports[0]?.externalId ?? delivery.events[0]?.key ?? '';
    this.logger.error({ msg: 'An item could not be stored and is set aside', id, err: error });
    const odd: PlatformEvent = {
      field: 'odd',
      key: `odd:${id}`,
      note: error.message.slice(0, 200),
      alert: null,
      stopsSending: false,
      payload: oddPayload(delivery),
    };
    return this.deliveries.store({ ...emptyDelivery(), events: [odd] });
  }

  /** What fails here is told again by the answer to the next message. */
  private stopSending(message: string): Promise<unknown> {
    return this.sending
      .stop({ code: null, message }, null, false)
      .catch((error: Error) => this.logger.warn(`Sending could not be paused: ${error.message}`));
  }

  private wake({ touched, enlarged, lost, spoken, newReports, alerts }: Stored): void {
    const bursts: WaitingBurst[] = touched.filter((conversation) => conversation.beginsBurst);
    for (const conversationId of enlarged) bursts.push({ conversationId, sinceFirstMs: 0, sinceLastMs: 0 });
    if (bursts.length > 0) void this.wakeUps.burstWaits(bursts);
    for (const conversationId of lost) void this.wakeUps.ownerChanged(conversationId);
    for (const conversationId of spoken) void this.wakeUps.operatorSpoke(conversationId);
    const media = touched.flatMap((conversation) => conversation.media);
    if (media.length > 0) void this.wakeUps.fetchMedia(media);
    if (newReports > 0) this.wakeUps.updateMessageStatus();
    for (const alert of alerts)
      this.logger.warn({ msg: 'WhatsApp reports what may keep messages from going out', ...alert });
    const stop = alerts.find(({ stopsSending }) => stopsSending);
    if (stop !== undefined) void this.stopSending(stop.alert);
  }
}

/** As text, because its own form is what Postgres refused. */
const oddPayload = (delivery: Delivery): string =>
  JSON.stringify(delivery).replaceAll('\\u0000', '').slice(0, 65_536).toWellFormed();

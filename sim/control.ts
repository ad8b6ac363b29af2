import {
  customerMessageSchema,
  rawWebhookSchema,
  readInput,
  type CustomerMessage,
  type RawWebhook,
} from './control-input.js';
import { faultSchema, type ArmedFault, type FaultInput } from './faults.js';
import type { ModelCall } from './gemini/routes.js';
import { newMessageId } from './ids.js';
import { metaJson, signatureOf } from './meta-json.js';
import type { Parts } from './parts.js';
import { unixSeconds } from './records.js';
import { defaultSettings, settingsSchema, type Settings } from './settings.js';
import type { Delivery } from './webhook-sender.js';
import type { SendAttempt } from './whatsapp/cloud-api.js';
import type { ThreadMessage } from './whatsapp/threads.js';
import { messageBody } from './whatsapp/webhook-bodies.js';

/**
 * Plays the customers and the platform's staff: the methods behind `/sim`, for tests in the same process too.
 * Methods that take input throw `InputError` when it is wrong. Lists hold the newest 50,000 items at most.
 */
export class Control {
  constructor(private readonly parts: Parts) {}

  get webhookUrl(): string | undefined {
    return this.parts.settings.webhookUrl ?? undefined;
  }

  set webhookUrl(url: string | undefined) {
    this.changeSettings({ webhookUrl: url ?? null });
  }

  /** A customer (phone or user id) writes; the webhook goes out at once. The same `id` again is a redelivery. */
  writeAsCustomer(address: string, message: CustomerMessage): { id: string } {
    const { number, threads, sender } = this.parts;
    const input = readInput(customerMessageSchema, { ...message, address });
    const { id = newMessageId(), name = null, type = 'text', text = null, timestamp = unixSeconds() } = input;
    const customer = threads.customerOf(input.address);
    const payload = input.payload ?? { body: text };
    const shown = { id, type, text, payload: type === 'text' ? null : payload, label: null };
    threads.add(customer, { ...shown, direction: 'inbound', status: 'delivered' });
    const body = messageBody(number, { id, customer, name, timestamp: String(timestamp), type, payload });
    sender.send({ kind: 'message', messageId: id, customer }, text, body);
    return { id };
  }

  /**
   * Posts any body as it is, without repeats: an object in Meta's JSON, a string as its own bytes.
   * Returns what the product answered each time; null is no answer.
   */
  async deliverWebhook(webhook: RawWebhook): Promise<{ statuses: (number | null)[] }> {
    const { body, times, concurrently, signature } = readInput(rawWebhookSchema, webhook);
    const json = typeof body === 'string' ? body : metaJson(body);
    const secret = signature === 'wrong' ? `not ${this.parts.appSecret}` : this.parts.appSecret;
    const signed = signature === 'missing' ? null : signatureOf(json, secret);
    this.parts.threads.knowMessagesIn(json);
    const statuses: (number | null)[] = [];
    let begun = 0;
    const deliver = async (): Promise<void> => {
      for (let at = begun++; at < times; at = begun++) {
        statuses[at] = (await this.parts.sender.deliverOnce(json, signed)).status;
      }
    };
    await Promise.all(Array.from({ length: concurrently }, deliver));
    return { statuses };
  }

  /** The platform's handshake with the webhook address: whether the product echoed the challenge. */
  async verifyWebhook(): Promise<{ verified: boolean }> {
    const { webhookUrl, webhookTimeoutMs } = this.parts.settings;
    const challenge = String(Math.floor(Math.random() * 1_000_000_000));
    const hub = { 'hub.mode': 'subscribe', 'hub.challenge': challenge, 'hub.verify_token': this.parts.verifyToken };
    try {
      const url = new URL(`?${new URLSearchParams(hub)}`, webhookUrl ?? undefined);
      const response = await fetch(url, { signal: AbortSignal.timeout(webhookTimeoutMs), redirect: 'manual' });
      return { verified: response.status === 200 && (await response.text()) === challenge };
    } catch {
      return { verified: false };
    }
  }

  /** The thread of one customer (phone or user id), newest last. */
  thread(address: string): ThreadMessage[] {
    return this.parts.threads.of(address);
  }

  /** Accepted messages in the order they came. */
  sent(last?: number): SendAttempt[] {
    return this.parts.cloudApi.sent.toArray(last);
  }

  /** Every request to the messages endpoint, refused and swallowed ones too. */
  requests(last?: number): SendAttempt[] {
    return this.parts.cloudApi.requests.toArray(last);
  }

  modelCalls(last?: number): ModelCall[] {
    return this.parts.modelCalls.toArray(last);
  }

  /** Webhooks with each of their tries; those of `deliverWebhook` are not among them. */
  deliveries(last?: number): Delivery[] {
    return this.parts.sender.deliveries.toArray(last);
  }

  /** @throws RangeError when 10,000 are armed already. */
  armFault(fault: FaultInput): ArmedFault {
    return this.parts.faults.arm(readInput(faultSchema, fault));
  }

  /** All faults armed since the last disarming, with how often each fired. */
  faults(): ArmedFault[] {
    return this.parts.faults.list();
  }

  disarmFaults(): void {
    this.parts.faults.disarm();
  }

  settings(): Settings {
    return this.parts.settings;
  }

  /** Changes the settings named, leaves the others. */
  changeSettings(change: Partial<Settings>): Settings {
    return Object.assign(this.parts.settings, readInput(settingsSchema.partial(), change));
  }

  /** Forgets records, faults and all that is on its way; the settings are the defaults again, but for `webhookUrl`. */
  reset(): void {
    const { settings, faults, threads, sender, reporter, cloudApi, modelCalls } = this.parts;
    Object.assign(settings, defaultSettings(this.webhookUrl));
    for (const part of [faults, threads, reporter, sender, cloudApi]) part.reset();
    modelCalls.clear();
  }

  /** What this is, and how much of everything there is. */
  overview(): { what: string; counts: Record<string, number>; faultsFired: Record<string, number> } {
    const { threads, sender, cloudApi, modelCalls, faults } = this.parts;
    const counts = {
      customers: threads.customers,
      sent: cloudApi.sent.length,
      requests: cloudApi.requests.length,
      modelCalls: modelCalls.length,
      deliveries: sender.deliveries.length,
      openDeliveries: sender.open,
    };
    const what = 'A stand-in for the WhatsApp Cloud API and the Gemini API; all it knows is in memory';
    return { what, counts, faultsFired: faults.fired };
  }
}

import { mediumSchema, templatesSchema, type MediumInput, type RawWebhook } from './control-input.js';
import { faultSchema, type FaultInput } from './fault-kinds.js';
import type { ArmedFault } from './faults.js';
import type { ModelCall } from './gemini/routes.js';
import { deliverHandMade } from './hand-made-webhook.js';
import { readInput } from './input-error.js';
import type { Parts } from './parts.js';
import { defaultSettings, settingsChangeSchema, type Settings, type SettingsChange } from './settings.js';
import type { Delivery } from './webhook-sender.js';
import type { SendAttempt } from './whatsapp/cloud-api.js';
import type { CustomerMessage } from './whatsapp/inbound/customer-message.js';
import { KIND_NAMES } from './whatsapp/inbound/kinds.js';
import { writeAsCustomer } from './whatsapp/inbound/write-as-customer.js';
import type { MediaRequest } from './whatsapp/media/media-api.js';
import type { PlatformEvent } from './whatsapp/platform/platform-event.js';
import { sendPlatformEvent } from './whatsapp/platform/send-platform-event.js';
import type { Template, TemplateInput } from './whatsapp/templates/template.js';
import type { ThreadMessage } from './whatsapp/threads.js';

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

  /**
   * A customer (phone or user id) writes a text or anything else; the webhook goes out at once. The same `id` again is
   * a redelivery.
   */
  writeAsCustomer(address: string, message: CustomerMessage): { id: string } {
    return writeAsCustomer(this.parts, address, message);
  }

  /** The platform reports news of a field; the webhook goes out at once. */
  sendPlatformEvent(field: string, event: PlatformEvent = {}): { id: string } {
    return sendPlatformEvent(this.parts, field, event);
  }

  /** The names of all that a customer can write; another one makes a message of an unknown type. */
  kinds(): string[] {
    return KIND_NAMES;
  }

  /**
   * Posts any body as it is, without repeats: an object in Meta's JSON, a string as its own bytes.
   * Returns what the product answered each time; null is no answer.
   */
  deliverWebhook(webhook: RawWebhook): Promise<{ statuses: (number | null)[] }> {
    return deliverHandMade(this.parts, webhook);
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

  /** Files that were handed to the model's provider and not removed. */
  modelFiles(): { name: string; mimeType: string; size: number }[] {
    return this.parts.modelFiles.list().map(({ name, mimeType, bytes }) => ({ name, mimeType, size: bytes.length }));
  }

  /** Webhooks with each of their tries; those of `deliverWebhook` are not among them. */
  deliveries(last?: number): Delivery[] {
    return this.parts.sender.deliveries.toArray(last);
  }

  /** Keeps a medium; `sha256` in base64, as webhooks have it. */
  putMedium(input: MediumInput): { id: string; sha256: string; size: number } {
    const { mimeType, base64, size = 0, origin } = readInput(mediumSchema, input);
    const content = base64 === undefined ? { size } : { bytes: Buffer.from(base64, 'base64') };
    const medium = this.parts.media.put({ mimeType, origin, ...content });
    return { id: medium.id, sha256: medium.sha256.toString('base64'), size: medium.size };
  }

  /** Every upload, look-up, download and deletion of media. */
  mediaRequests(last?: number): MediaRequest[] {
    return this.parts.mediaApi.requests.toArray(last);
  }

  templates(): Template[] {
    return this.parts.templates.list();
  }

  /** Replaces all templates. */
  setTemplates(templates: TemplateInput[]): Template[] {
    this.parts.templates.set(readInput(templatesSchema, templates));
    return this.templates();
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

  /** Changes the settings and the limits named, leaves the others. */
  changeSettings(change: SettingsChange): Settings {
    const { strict, ...others } = readInput(settingsChangeSchema, change);
    const { settings } = this.parts;
    return Object.assign(settings, others, { strict: { ...settings.strict, ...strict } });
  }

  /** Forgets records, faults and all that is on its way; the settings are the defaults again, but for `webhookUrl`. */
  reset(): void {
    const { settings, faults, threads, sender, reporter, cloudApi, modelCalls } = this.parts;
    const { window, media, mediaApi, templates } = this.parts;
    Object.assign(settings, defaultSettings(this.webhookUrl));
    for (const part of [faults, threads, reporter, sender, cloudApi, window, media, mediaApi, templates]) part.reset();
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

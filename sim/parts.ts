import { Faults } from './faults.js';
import { KeptFiles } from './gemini/kept-files.js';
import type { ModelCall } from './gemini/routes.js';
import { BoundedList } from './records.js';
import { defaultSettings } from './settings.js';
import { WebhookSender } from './webhook-sender.js';
import { CloudApi } from './whatsapp/cloud-api.js';
import { CustomerWindow } from './whatsapp/limits/customer-window.js';
import { MediaApi } from './whatsapp/media/media-api.js';
import { MediaStore } from './whatsapp/media/media-store.js';
import { SendRules } from './whatsapp/send-rules.js';
import { StatusReporter } from './whatsapp/status-reporter.js';
import { TemplateBook } from './whatsapp/templates/template-book.js';
import { Threads } from './whatsapp/threads.js';

export interface SimulatorOptions {
  /** Port on 127.0.0.1; 0 takes a free one. */
  port: number;
  /** The business's number, as the platform's id. */
  phoneNumberId: string;
  /** The number itself, digits only. */
  displayPhoneNumber?: string;
  /** Signs the webhooks. */
  appSecret: string;
  /** The word the product expects in the platform's handshake. */
  verifyToken: string;
  /** The bearer token the product has to send with. */
  accessToken: string;
  /** Where webhooks go; while it is not set they count as failed tries. */
  webhookUrl: string | undefined;
}

/** What a simulator is made of. */
export type Parts = ReturnType<typeof partsOf>;

export function partsOf(options: SimulatorOptions) {
  const { phoneNumberId, displayPhoneNumber = '15550100001', appSecret, verifyToken, webhookUrl } = options;
  const number = { phoneNumberId, displayPhoneNumber };
  const settings = defaultSettings(webhookUrl);
  const faults = new Faults();
  const threads = new Threads();
  const sender = new WebhookSender(appSecret, settings, faults);
  const reporter = new StatusReporter(number, settings, threads, sender);
  const known = {
    settings,
    threads,
    window: new CustomerWindow(),
    media: new MediaStore(),
    templates: new TemplateBook(),
  };
  const cloudApi = new CloudApi(options, threads, reporter, new SendRules(known));
  const mediaApi = new MediaApi(phoneNumberId, known.media, settings);
  const modelCalls = new BoundedList<ModelCall>();
  const modelFiles = new KeptFiles();
  const faces = { cloudApi, mediaApi, modelCalls, modelFiles };
  return { number, appSecret, verifyToken, ...known, faults, sender, reporter, ...faces };
}

import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { NUMBER } from '../../lab/number.js';
import { newMessageId } from '../../sim/ids.js';
import { metaJson, signatureOf } from '../../sim/meta-json.js';
import type { JsonObject } from '../../sim/records.js';
import { now } from '../../sim/records.js';
import { postOnce } from '../../sim/webhook-post.js';
import { envelope, messageContent, valueOf } from '../../sim/whatsapp/webhook-bodies.js';
import type { Recorder } from '../history/recorder.js';

const ANSWER_LIMIT_MS = 10_000;
const REPEAT_AFTER_MS = 250;
const REPEATS = 400;

/** A text as the platform would deliver it. */
export interface Text {
  id: string;
  customer: string;
  words: string;
  /** Seconds since 1970; now unless told. */
  sentAtS?: number;
}

export const textOf = (customer: string, words: string): Text => ({ id: newMessageId(), customer, words });

/** One answer to a POST. */
export interface Answered {
  status: number | null;
  tookMs: number;
}

/** Posts webhooks made by hand, over so many connections; what carries texts is on the record. */
export class Postbox {
  private readonly agent: http.Agent;

  constructor(
    private readonly url: () => string,
    private readonly recorder: Recorder,
    connections: number,
  ) {
    this.agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Posts these bytes once; signed as ours unless a signature, or null for none, is given. */
  async post(body: string, signature: string | null = signatureOf(body, NUMBER.appSecret)): Promise<Answered> {
    const began = performance.now();
    const { status } = await postOnce(this.agent, `${this.url()}/webhook`, body, signature, ANSWER_LIMIT_MS);
    return { status, tookMs: performance.now() - began };
  }

  /** Posts texts once, in one webhook, with whatever else stands beside them. */
  async deliver(texts: readonly Text[], beside: JsonObject = {}): Promise<Answered> {
    const at = now();
    for (const { id: message, customer, words, sentAtS } of texts) {
      const sentAt = sentAtS === undefined ? at : sentAtS * 1_000;
      this.recorder.note({ event: 'offered', message, customer, words, sentAt });
    }
    const answered = await this.post(bodyOf(texts, beside));
    for (const { id: message } of texts) {
      if (answered.status === 200) this.recorder.note({ event: 'acknowledged', message });
      else this.recorder.note({ event: 'not-acknowledged', message, status: answered.status });
    }
    return answered;
  }

  /** Delivers as the platform does: again and again, until it is acknowledged. */
  async deliverUntilTaken(texts: readonly Text[], beside: JsonObject = {}): Promise<void> {
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      if ((await this.deliver(texts, beside)).status === 200) return;
      await pause(REPEAT_AFTER_MS);
    }
    throw new Error(`The webhook with ${texts[0]?.id} was never acknowledged`);
  }

  close(): void {
    this.agent.destroy();
  }
}

/** The platform's envelope around texts. */
export function bodyOf(texts: readonly Text[], beside: JsonObject = {}): string {
  const contents = texts.map(({ id, customer, words, sentAtS = Math.floor(now() / 1_000) }) =>
    messageContent({ id, customer, name: null, timestamp: String(sentAtS), type: 'text', payload: { body: words } }),
  );
  const messages = contents.flatMap((content) => content['messages'] as unknown[]);
  const contacts = contents.flatMap((content) => content['contacts'] as unknown[]);
  return metaJson(envelope(valueOf(NUMBER, { contacts, messages, ...beside })));
}

/** A status of a message that is none of ours, which keeps a delivery from being one statement. */
export const foreignStatus = (): JsonObject => ({
  statuses: [
    {
      id: newMessageId(),
      status: 'sent',
      timestamp: String(Math.floor(now() / 1_000)),
      recipient_id: '15550000000',
    },
  ],
});

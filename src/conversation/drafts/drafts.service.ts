import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';
import { CallerError } from '../../infra/errors.js';
import type { OutgoingContent } from '../../infra/clients/whatsapp/outgoing-content.js';
import { type ConversationReference, known } from '../conversation-reference.js';
import { matchCursor, type Page, pageOf } from '../listing/page.js';
import { contentOf } from '../outbox/content-columns.js';
import { OutboxRepository } from '../outbox/outbox.repository.js';
import { OutboxService } from '../outbox/outbox.service.js';
import { splitText } from '../outbox/split-text.js';
import { type HeldConversation, OwnerRepository } from '../owner/owner.repository.js';
import { WakeUps } from '../wake-ups.js';
import { windowClosed } from '../window.js';
import type { AssistantMode } from './assistant-mode.js';
import { DraftRepository, type DraftedMessage, type DraftView } from './draft.repository.js';

/** A message of a draft that was sent; `external_id` is null while its outcome is open. */
export interface SentMessage {
  id: string;
  status: string;
  external_id: string | null;
}

/**
 * People decide on answers that the assistant has written. A draft goes out as it was taken, in one transaction on the
 * locked conversation, so of several who send and discard it one does, and a crash leaves it either waiting or queued.
 * Memory never holds what was not sent (P6).
 */
@Injectable()
export class Drafts {
  constructor(
    private readonly db: Database,
    private readonly drafts: DraftRepository,
    private readonly owners: OwnerRepository,
    private readonly outboxRows: OutboxRepository,
    private readonly outbox: OutboxService,
    private readonly wakeUps: WakeUps,
  ) {}

  /** Longest waiting first. */
  async waiting(cursor: string | null, limit: number): Promise<Page<DraftView>> {
    const after = cursor === null ? null : Number(matchCursor(cursor, /^\d{1,15}$/)[0]);
    const found = await this.drafts.waiting(after, limit + 1);
    return pageOf(
      found,
      limit,
      ({ seq }) => String(seq),
      (draft) => draft,
    );
  }

  /**
   * Sends the draft, or `text` in its place.
   * @throws CallerError 404 where it is gone, 409 where the customer has written since or the window is closed
   */
  async send(id: string, operatorId: string, text: string | null): Promise<SentMessage[]> {
    const { conversationId, queued } = await this.inConversation(id, async (held, tx) => {
      if (await this.drafts.isBehind(held.id, tx)) throw new CallerError(409, WRITTEN_SINCE);
      if (!held.windowOpen) throw windowClosed(held.windowExpiresAt);
      const drafted = await this.drafts.take(id, held.id, tx);
      if (drafted.length === 0) throw new CallerError(404, GONE);
      return { conversationId: held.id, queued: await this.queue(id, held, drafted, { operatorId, text }, tx) };
    });
    await this.outbox.drain(conversationId);
    await this.wakeUps.operatorSpoke(conversationId);
    const standings = await Promise.all(queued.map((messageId) => this.outbox.standingOf(messageId)));
    return standings.map((one) => ({ id: one.id, status: one.status, external_id: one.externalId }));
  }

  /** Nothing of it goes out; what it was to answer counts as dealt with. @throws CallerError 404 where it is gone. */
  async discard(id: string): Promise<void> {
    await this.inConversation(id, async (held, tx) => {
      if (!(await this.drafts.discard(id, held.id, tx))) throw new CallerError(404, GONE);
    });
  }

  /**
   * Whether answers of this conversation wait for a person; null leaves it to the settings.
   * @throws CallerError 404 for an unknown customer.
   */
  async setMode(where: ConversationReference, mode: AssistantMode | null): Promise<void> {
    await this.db.transaction(async (tx) => {
      const held = known(await this.owners.hold(where, tx));
      await this.drafts.setMode(held.id, mode, tx);
    });
  }

  private async inConversation<T>(id: string, work: (held: HeldConversation, tx: Tx) => Promise<T>): Promise<T> {
    const conversationId = await this.drafts.conversationOf(id);
    if (conversationId === null) throw new CallerError(404, GONE);
    return this.db.transaction(async (tx) => {
      const held = await this.owners.hold({ id: conversationId }, tx);
      if (held === null) throw new CallerError(404, GONE);
      return work(held, tx);
    });
  }

  private async queue(
    turnId: string,
    { id: conversationId, epoch }: HeldConversation,
    drafted: DraftedMessage[],
    { operatorId, text }: { operatorId: string; text: string | null },
    tx: Tx,
  ): Promise<string[]> {
    const sources = drafted[0]?.sources ?? [];
    const review = { by: operatorId, edited: text !== null };
    const ids: string[] = [];
    for (const content of text === null ? drafted.map(contentOf) : textsOf(text)) {
      ids.push(
        await this.outboxRows.queueFromAssistant({ conversationId, turnId, epoch, content, sources, review }, tx),
      );
    }
    return ids;
  }
}

const GONE = 'There is no such draft any more';
const WRITTEN_SINCE = 'The customer has written since; another draft is being made';

const textsOf = (text: string): OutgoingContent[] => splitText(text).map((part) => ({ type: 'text', text: part }));

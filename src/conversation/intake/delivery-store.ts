import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/database/database.js';
import { ElsewhereRepository, type Placed } from '../elsewhere/elsewhere.repository.js';
import { ElsewhereService } from '../elsewhere/elsewhere.service.js';
import type { Delivery, EchoedMessage, IncomingMessage, PastMessage, Preference, SaidMessage } from '../incoming.js';
import type { OptChange } from '../opt-out/opt-out.repository.js';
import { OptOutService, optOutWordOf } from '../opt-out/opt-out.service.js';
import { TurnRepository } from '../turn/turn.repository.js';
import { ChangeRepository } from './change.repository.js';
import { type Alert, IntakeRepository, type TouchedConversation } from './intake.repository.js';
import { Placement } from './placement.js';

/** What a committed delivery asks to be done next. */
export interface Stored {
  touched: TouchedConversation[];
  /** Conversations that another one became a part of, with whatever waited there. */
  enlarged: string[];
  /** Conversations that somebody else has now, and those in which somebody else spoke. */
  lost: string[];
  spoken: string[];
  newReports: number;
  alerts: Alert[];
}

export const mergeStored = (one: Stored, two: Stored): Stored => ({
  touched: [...one.touched, ...two.touched],
  enlarged: [...one.enlarged, ...two.enlarged],
  lost: [...one.lost, ...two.lost],
  spoken: [...one.spoken, ...two.spoken],
  newReports: one.newReports + two.newReports,
  alerts: [...one.alerts, ...two.alerts],
});

/** What a delivery says, and where it belongs. */
interface PlacedDelivery {
  messages: Placed<IncomingMessage>[];
  echoes: Placed<EchoedMessage>[];
  past: Placed<PastMessage>[];
  optChanges: OptChange[];
  enlarged: string[];
}

/** Puts a delivery into Postgres: after its customers are placed, all of it or nothing. */
@Injectable()
export class DeliveryStore {
  constructor(
    private readonly db: Database,
    private readonly placement: Placement,
    private readonly rows: IntakeRepository,
    private readonly changes: ChangeRepository,
    private readonly elsewhereRows: ElsewhereRepository,
    private readonly elsewhere: ElsewhereService,
    private readonly optOuts: OptOutService,
    private readonly turns: TurnRepository,
  ) {}

  /** What is one statement needs no transaction around it. */
  async store(delivery: Delivery): Promise<Stored> {
    const placed = await this.place(delivery);
    if (!isOneStatement(delivery)) return this.db.transaction((tx) => this.keepAll(delivery, placed, tx));
    return { enlarged: placed.enlarged, lost: [], spoken: [], ...(await this.keep(delivery, placed)) };
  }

  /** Whoever else has a conversation has it before its messages come in, so that none of them is answered. */
  private async keepAll(delivery: Delivery, placed: PlacedDelivery, tx: Tx): Promise<Stored> {
    const taken = await this.elsewhere.take(placed.echoes, tx);
    const overheard = await this.elsewhere.loseOverheard(placed.messages, tx);
    const handedOver = await this.elsewhere.handOver(delivery.handovers, tx);
    await this.elsewhereRows.storePast(placed.past, tx);
    if (delivery.contactNames.length > 0) await this.elsewhereRows.nameContacts(delivery.contactNames, tx);
    for (const change of placed.optChanges) await this.optOuts.record(change, tx);
    const lost = [...taken.lost, ...overheard, ...handedOver];
    const kept = await this.keep(delivery, placed, tx);
    await this.optOuts.hear(placed.messages, tx);
    return { enlarged: placed.enlarged, lost, spoken: taken.spoken, ...kept };
  }

  private async keep(
    { reports, events }: Delivery,
    { messages }: PlacedDelivery,
    tx?: Tx,
  ): Promise<Pick<Stored, 'touched' | 'newReports' | 'alerts'>> {
    const touched = messages.length === 0 ? [] : await this.storeMessages(messages, tx);
    const newReports = reports.length === 0 ? 0 : await this.rows.storeReports(reports, tx);
    const alerts = events.length === 0 ? [] : await this.rows.storeEvents(events, tx);
    return { touched, newReports, alerts };
  }

  private async place({ messages, echoes, past, preferences, identityChanges }: Delivery): Promise<PlacedDelivery> {
    const told = preferences.map(({ customer, at }) => ({ customer, sentAt: at }));
    const others = [...echoes, ...past, ...told].map((one) => ({ ...one, identityChange: null }));
    const { conversationIds, enlarged } = await this.placement.place([...messages, ...others], identityChanges);
    const idsOf = (items: unknown[]): string[] => conversationIds.splice(0, items.length);
    return {
      messages: placedAt(messages, idsOf(messages)),
      echoes: placedAt(echoes, idsOf(echoes)),
      past: placedAt(past, idsOf(past)),
      optChanges: optChangesAt(preferences, idsOf(preferences)),
      enlarged,
    };
  }

  /** An edit or a revoke that is stored and not yet applied when a crash comes is applied with the next message. */
  private async storeMessages(placed: Placed<IncomingMessage>[], tx?: Tx): Promise<TouchedConversation[]> {
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
}

/** Messages, reports or events alone; edits and what others said take several statements. */
const isOneStatement = ({ messages, reports, events, ...others }: Delivery): boolean => {
  const kinds = [messages, reports, events].filter((items) => items.length > 0).length;
  const { identityChanges: _placed, ...elsewhere } = others;
  if (kinds > 1 || Object.values(elsewhere).some((items) => items.length > 0)) return false;
  return !messages.some((message) => message.isOverheard || isChange(message) || optOutWordOf(message) !== null);
};

const isChange = ({ kind }: IncomingMessage): boolean => kind === 'edit' || kind === 'revoke';

const placedAt = <Message extends SaidMessage>(messages: Message[], conversationIds: string[]): Placed<Message>[] =>
  messages.map((message, i) => ({ message, conversationId: conversationIds[i] as string }));

const optChangesAt = (preferences: Preference[], conversationIds: string[]): OptChange[] =>
  preferences.map(({ optedOut, at }, i) => ({
    conversationId: conversationIds[i] as string,
    optedOut,
    by: 'settings',
    at,
  }));

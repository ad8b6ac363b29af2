import { Injectable, Logger } from '@nestjs/common';
import type { Tx } from '../../infra/database/database.js';
import type { Owner } from '../owner/owner.js';
import { OwnerRepository } from '../owner/owner.repository.js';
import { TurnRepository } from '../turn/turn.repository.js';
import { JoinRepository } from './join.repository.js';

/** Who speaks in the joined conversation: whoever comes last in this list. */
const RISING: readonly Owner[] = ['ai', 'waiting', 'external', 'human'];

const REASON = 'two conversations turned out to be with one customer';

/** Makes two conversations with one customer one, inside the caller's transaction. */
@Injectable()
export class ConversationJoin {
  private readonly logger = new Logger(ConversationJoin.name);

  constructor(
    private readonly joins: JoinRepository,
    private readonly owners: OwnerRepository,
    private readonly turns: TurnRepository,
  ) {}

  /**
   * Moves everything from `otherId` to `keptId`. A person who has either keeps it; running turns give way, because
   * they have read only half of what was said.
   */
  async join(keptId: string, otherId: string, tx: Tx): Promise<void> {
    const [kept, other] = await this.joins.hold(keptId, otherId, tx);
    for (const id of [keptId, otherId]) await this.turns.revoke(id, REASON, tx);
    await this.joins.move(keptId, otherId, tx);
    if (RISING.indexOf(other.owner) > RISING.indexOf(kept.owner)) {
      const { owner: to, operatorId, handoff: card } = other;
      await this.owners.change({ conversationId: keptId, from: kept.owner, to, operatorId, reason: REASON, card }, tx);
    }
    this.logger.log({ msg: 'Two conversations are one from here on', conversationId: keptId, mergedId: otherId });
  }
}

import { Injectable } from '@nestjs/common';
import { CallerError } from '../../infra/errors.js';
import type { ConversationReference } from '../conversation-reference.js';
import { ConversationList } from '../listing/conversation-list.service.js';
import { type Fact, ProfileRepository } from './profile.repository.js';

/** What the assistant noted of a customer, for people to read and to erase. */
@Injectable()
export class Profile {
  constructor(
    private readonly facts: ProfileRepository,
    private readonly list: ConversationList,
  ) {}

  /** Oldest first. @throws CallerError 404 for an unknown customer. */
  async of(where: ConversationReference): Promise<Fact[]> {
    const { id } = await this.list.conversation(where);
    return this.facts.of(id);
  }

  /**
   * Erases one fact, or all. A turn that runs at this moment may still use what it has read.
   * @returns how many there were
   * @throws CallerError 404 for an unknown customer or fact
   */
  async erase(where: ConversationReference, factId: number | null): Promise<number> {
    const { id } = await this.list.conversation(where);
    const erased = await this.facts.erase(id, factId);
    if (factId !== null && erased === 0) throw new CallerError(404, 'There is no such fact');
    return erased;
  }
}

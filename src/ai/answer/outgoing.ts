import { secretsIn } from '../../infra/config/secrets.js';
import type { Settings } from '../../infra/config/settings.js';
import { type Evidence, unsourced } from './claims/unsourced.js';
import { claimed, type Flaw, FLAWS, linked } from './flaw.js';
import { LeakCheck } from './leaks/leak.js';
import { foreignLinks } from './links/allow-list.js';
import { defused } from './links/links.js';

/** The last look at words before they leave: what must not, whoever asked for it and whatever the model made of it. */
export class Outgoing {
  private readonly leaks: LeakCheck;
  private readonly hosts: readonly string[];

  /** @param rules what every assistant is told */
  constructor(settings: Settings, rules: string) {
    this.leaks = new LeakCheck(rules, secretsIn(settings));
    this.hosts = settings.LINK_HOSTS;
  }

  /**
   * Why these words must not go to a customer: system text, a secret, a link of others, a claim that nobody vouches for.
   * @param words as the customer would see them
   * @param instructions what the business tells the assistant
   */
  flawIn(words: string, instructions: string, evidence: Evidence): Flaw | null {
    const leak = this.leaks.leakIn(words, instructions);
    if (leak !== null) return FLAWS[leak];
    const links = foreignLinks(words, evidence, this.hosts);
    if (links.length > 0) return linked(links);
    const claims = unsourced(words, evidence);
    return claims.length === 0 ? null : claimed(claims);
  }

  /** The model's words for people of the business, in which a link of others can be read but not opened. */
  forPeople(words: string | null, evidence: Evidence): string | null {
    return words === null ? null : defused(words, foreignLinks(words, evidence, this.hosts));
  }
}

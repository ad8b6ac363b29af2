import { withoutHidden } from '../../../infra/hidden-characters.js';
import type { FlawKind } from '../flaw.js';
import { CANARY, hasCanary } from './canary.js';
import { compact, readingsOf } from './readings.js';
import { Guarded } from './verbatim.js';

/** Words of our rules in a row that nobody says to a customer. */
const RULES_RUN = 8;
/** … and of the business's instructions: a sentence of them may be meant for customers, a paragraph is not. */
const INSTRUCTIONS_RUN = 30;
/** Of a secret, so many characters in a row give it away. */
const SECRET_RUN = 12;

/** The names of our own tools, and how the prompt marks the words of colleagues: customers never hear these. */
const INTERNAL = /\b(?:ask_for_person|offer_choices|look_up_knowledge|remember_fact)\b|\(written by a colleague,/;

/** Looks for what must not leave in an answer, in every reading of it. */
export class LeakCheck {
  private readonly rules: Guarded;
  private readonly secrets: readonly string[];
  private instructions = { text: '', guarded: new Guarded('', INSTRUCTIONS_RUN) };

  constructor(rules: string, secrets: readonly string[]) {
    this.rules = new Guarded(rules.replaceAll(CANARY, ' '), RULES_RUN);
    this.secrets = [...new Set(secrets.flatMap(piecesOf))];
  }

  /**
   * @param text as the customer would read it
   * @param instructions what the business tells the assistant
   */
  leakIn(text: string, instructions: string): Extract<FlawKind, 'secret' | 'system_text'> | null {
    const readings = readingsOf(text);
    const words = this.wordsOf(instructions);
    if (readings.some((reading) => this.hasSecret(reading))) return 'secret';
    if (INTERNAL.test(withoutHidden(text).toLowerCase())) return 'system_text';
    const isGivenAway = readings.some(
      (reading) => hasCanary(compact(reading)) || this.rules.isRepeatedIn(reading) || words.isRepeatedIn(reading),
    );
    return isGivenAway ? 'system_text' : null;
  }

  private hasSecret(reading: string): boolean {
    const tight = tightened(reading);
    return this.secrets.some((secret) => tight.includes(secret));
  }

  private wordsOf(instructions: string): Guarded {
    if (this.instructions.text !== instructions)
      this.instructions = { text: instructions, guarded: new Guarded(instructions, INSTRUCTIONS_RUN) };
    return this.instructions.guarded;
  }
}

const piecesOf = (secret: string): string[] => {
  const tight = tightened(secret);
  const first = Math.min(tight.length, SECRET_RUN);
  return Array.from({ length: tight.length - first + 1 }, (_, at) => tight.slice(at, at + first));
};

/** Letters and digits alone. */
const tightened = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

import { type Fault, Rule } from './rule.js';
import { Words } from './text-rules.js';

export class ReactionDto {
  /** Platform id of the message reacted to. */
  @Words(255)
  message_id: string;

  @Rule('emoji', faultOfEmoji)
  emoji: string;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const LONGEST_EMOJI = 64;

/** One emoji, or nothing, which takes the reaction back. */
export function faultOfEmoji(emoji: unknown): Fault {
  if (emoji === '') return null;
  const isOne =
    typeof emoji === 'string' && emoji.length <= LONGEST_EMOJI && [...graphemes.segment(emoji)].length === 1;
  return isOne && /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(emoji)
    ? null
    : 'must be one emoji, or empty to take the reaction back';
}

import { COURTESIES } from './courtesies.js';
import { fold } from '../../infra/fold.js';
import { anyOf } from './any-of.js';
import { START, STOP } from './opt-out-phrases.js';

/** The longest message that can be nothing but such a word and politeness. */
const LONGEST = 80;
const NO_WORD = /[^\p{L}\p{M}\p{N}' ]+/gu;

const COURTESY = new RegExp(`${anyOf(COURTESIES)}(?= )`, 'g');
const STOP_ALONE = new RegExp(`^${anyOf(STOP)} $`);
const START_ALONE = new RegExp(`^${anyOf(START)} $`);

/** Whether a message says nothing but that its author wants no more messages (`stop`), or wants them again (`start`). */
export function optOutWordIn(text: string): 'stop' | 'start' | null {
  if (text.length > LONGEST) return null;
  const words = fold(text).replaceAll(NO_WORD, ' ').trim().replaceAll(/ +/g, ' ');
  const alone = ` ${words} `.replaceAll(COURTESY, '');
  if (STOP_ALONE.test(alone)) return 'stop';
  return START_ALONE.test(alone) ? 'start' : null;
}

import { ANSWERS } from './answers.js';
import type { Sabotage } from './sabotage.js';
import { SENDING } from './sending.js';
import { TAKING_IN } from './taking-in.js';
import { TURNS_AND_OWNERS } from './turns.js';

/** Small mistakes that somebody could make. Each has to turn its row red, or the row shows nothing. */
export const SABOTAGES: readonly Sabotage[] = [...TAKING_IN, ...TURNS_AND_OWNERS, ...ANSWERS, ...SENDING];

import { LONGEST_HINT_MS } from '../../infra/clients/whatsapp/retry-after.js';

/** No pause is longer: an answer that comes later is of no use to anybody. */
const LONGEST_PAUSE_MS = LONGEST_HINT_MS;
/** Source: the platform asks for 4^X seconds, X from 0, after too many messages to one customer. */
const FIRST_RETRY_MS = 1_000;
/** Before the number is probed again. */
const FIRST_NUMBER_PAUSE_MS = 1_000;
/** Before an account or a token that was refused is probed again. */
const FIRST_ACCOUNT_PAUSE_MS = 30_000;
/** The part by which pauses are drawn longer, so that what was held together does not come back together. */
const JITTER = 0.25;

/** Before a message is tried again that was tried `attempts` times; the platform's own hint comes first. */
export const retryPauseMs = (attempts: number, hintMs: number | null, random = Math.random): number =>
  jittered(hintMs ?? FIRST_RETRY_MS * 4 ** (attempts - 1), random);

/** Before a message probes whether the number may send again, after so many probes were refused. */
export const numberPauseMs = (refusedProbes: number, hintMs: number | null, random = Math.random): number =>
  jittered(Math.max(hintMs ?? 0, FIRST_NUMBER_PAUSE_MS * 2 ** refusedProbes), random);

/** Before a message probes whether the account may send again. */
export const accountPauseMs = (refusedProbes: number, random = Math.random): number =>
  jittered(FIRST_ACCOUNT_PAUSE_MS * 2 ** refusedProbes, random);

/** Never shorter than asked for, but for the longest. */
const jittered = (ms: number, random: () => number): number =>
  Math.min(LONGEST_PAUSE_MS, Math.round(ms * (1 + JITTER * random())));

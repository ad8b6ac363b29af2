import type { Refusal } from '../../infra/clients/whatsapp/send-outcome.js';

/** A refusal that concerns more than its message. */
export interface Hold {
  /** Whether the message that was refused was the one let through to find out. */
  isProbe: boolean;
  pauseMs: number;
  /** The account or its token is refused, which somebody has to see to; else the number is too fast. */
  isStopped: boolean;
  /** It was told by a report after the message had been taken: only a report can prove the contrary. */
  isReported: boolean;
  refusal: Refusal;
}

export interface SendingRow {
  heldUntil: Date | null;
  heldSince: Date | null;
  isStopped: boolean;
  code: number | null;
  reason: string | null;
  waiting: number;
}

/**
 * Whether messages go out. `paused`: the account or its token is refused, and somebody has to see to it. `backing_off`:
 * the platform asked the number to wait. In both, messages stay queued and one probes at `next_try_at`.
 */
export type SendingState =
  | { state: 'running'; waiting: number }
  | {
      state: 'paused' | 'backing_off';
      /** The platform's error; null where it named none. */
      code: number | null;
      reason: string;
      since: Date;
      next_try_at: Date;
      waiting: number;
    };

export function stateOf(row: SendingRow | null): SendingState {
  const waiting = row?.waiting ?? 0;
  if (row === null || row.heldUntil === null || row.heldSince === null) return { state: 'running', waiting };
  const { isStopped, code, reason, heldSince: since, heldUntil: next_try_at } = row;
  return { state: isStopped ? 'paused' : 'backing_off', code, reason: reason ?? '', since, next_try_at, waiting };
}

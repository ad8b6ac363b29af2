import { classifyReport, type Verdict } from '../../infra/clients/whatsapp/send-outcome.js';
import { MAX_TRIES } from '../outbox/outcome.service.js';
import { retryPauseMs } from '../sending/pauses.js';
import { hasArrived, statusAfter } from './message-status.js';
import type { Report, ReportedMessage } from './status.repository.js';

/**
 * What a report comes to. `none`: it tells of a try that another one followed, or of one member of a group.
 * `sent-twice`: the customer got one message under two ids. `too-early`: it overtook the answer to the try, and is
 * looked at again when that is known.
 */
export type Effect =
  | { kind: 'none' | 'sent-twice' | 'too-early' }
  | { kind: 'moved'; message: ReportedMessage }
  | { kind: 'failed' | 'sent-again'; message: ReportedMessage; verdict: Verdict };

/** Pure; the message it gives is what is to be kept. */
export function effectOf(report: Report, message: ReportedMessage): Effect {
  const said = wordOf(report);
  if (said === null) return { kind: 'none' };
  if (message.formerIds.includes(report.externalId)) return ofFormerTry(report.externalId, said, message);
  if (message.externalId !== null && message.externalId !== report.externalId) return { kind: 'sent-twice' };
  const status = statusAfter(message.status, said);
  const moved = { ...message, externalId: report.externalId, status, error: isFine(status) ? null : message.error };
  if (status !== 'failed' || message.status === 'failed') return { kind: 'moved', message: moved };
  const verdict = classifyReport(report.error);
  if (!isWorthAnother(verdict, message))
    return { kind: 'failed', message: { ...moved, error: report.error ?? message.error }, verdict };
  return message.status === 'sending' ? { kind: 'too-early' } : sentAgain(report, message, verdict);
}

/** What one member of a group got, or did not get, says no more of the message than that it was sent. */
const wordOf = ({ status, participant }: Report): string | null => {
  if (participant === '') return status;
  return status === 'sent' || hasArrived(status) ? 'sent' : null;
};

const isFine = (status: string): boolean => status === 'sent' || hasArrived(status);

/** It failed, and yet it arrived: what still waits to be sent again need not be; what was sent again came twice. */
const ofFormerTry = (externalId: string, said: string, message: ReportedMessage): Effect => {
  if (!hasArrived(said)) return { kind: 'none' };
  if (message.status !== 'queued') return { kind: 'sent-twice' };
  const status = statusAfter(message.status, said);
  const formerIds = message.formerIds.filter((id) => id !== externalId);
  return { kind: 'moved', message: { ...message, externalId, formerIds, status, error: null, dueInMs: null } };
};

/** The same message goes out once more, and the platform's id of the try that failed is remembered. */
const sentAgain = (report: Report, message: ReportedMessage, verdict: Verdict): Effect => ({
  kind: 'sent-again',
  verdict,
  message: {
    ...message,
    status: 'queued',
    externalId: null,
    formerIds: [...message.formerIds, report.externalId],
    error: verdict.refusal,
    dueInMs: retryPauseMs(message.attempts, null),
  },
});

/** What another app sent, or was never tried, has no tries of ours. */
const isWorthAnother = ({ kind }: Verdict, { isWanted, attempts }: ReportedMessage): boolean =>
  (kind === 'later' || kind === 'stopped') && isWanted && attempts > 0 && attempts < MAX_TRIES;

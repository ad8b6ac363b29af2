import { classifyReport, type Verdict } from '../../infra/clients/whatsapp/send-outcome.js';
import { MAX_TRIES } from '../outbox/outcome.service.js';
import { retryPauseMs } from '../sending/pauses.js';
import { statusAfter } from './message-status.js';
import type { Report, ReportedMessage } from './status.repository.js';

/**
 * What a report comes to. `none`: it is about a try that another one followed. `sent-twice`: the customer got one
 * message under two ids. `too-early`: it overtook the answer to the try, and is looked at again when that is known.
 */
export type Effect =
  | { kind: 'none' | 'sent-twice' | 'too-early' }
  | { kind: 'moved'; message: ReportedMessage }
  | { kind: 'failed' | 'sent-again'; message: ReportedMessage; verdict: Verdict };

/** Pure; the message it gives is what is to be kept. */
export function effectOf(report: Report, message: ReportedMessage): Effect {
  if (message.formerIds.includes(report.externalId)) return { kind: 'none' };
  if (message.externalId !== null && message.externalId !== report.externalId) return { kind: 'sent-twice' };
  const status = statusAfter(message.status, report.status);
  const moved: ReportedMessage = { ...message, externalId: report.externalId, status };
  if (status !== 'failed' || message.status === 'failed') return { kind: 'moved', message: moved };
  const verdict = classifyReport(report.error);
  if (!isWorthAnother(verdict, message))
    return { kind: 'failed', message: { ...moved, error: report.error ?? message.error }, verdict };
  return message.status === 'sending' ? { kind: 'too-early' } : sentAgain(report, message, verdict);
}

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

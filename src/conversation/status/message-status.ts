/**
 * How far a message has got, lowest first; a status only moves up. `failed` stands below `delivered`, because the
 * platform may report a failure and still deliver later, and above `sent`, because a late `sent` does not revive it.
 * Source: the platform's status webhooks may skip, repeat and overtake each other.
 */
export const STATUS_LADDER = [
  'cancelled',
  'queued',
  'sending',
  'unconfirmed',
  'sent',
  'failed',
  'delivered',
  'read',
  'played',
] as const;

export type MessageStatus = (typeof STATUS_LADDER)[number];

/** Words that say that the customer got it. */
const ARRIVED: readonly string[] = ['delivered', 'read', 'played'];
const REPORTED: readonly string[] = ['sent', 'failed', ...ARRIVED];

export const hasArrived = (status: string): boolean => ARRIVED.includes(status);

/** What a message shows after a report; words the platform invents later change nothing. */
export const statusAfter = (current: MessageStatus, reported: string): MessageStatus =>
  REPORTED.includes(reported) && STATUS_LADDER.indexOf(reported as MessageStatus) > STATUS_LADDER.indexOf(current)
    ? (reported as MessageStatus)
    : current;

import type { Sabotage } from './sabotage.js';

const OUTBOX = 'src/conversation/outbox/outbox.repository.ts';

/** Between the database and the platform. */
export const SENDING: readonly Sabotage[] = [
  {
    name: 'a late message is sent all the same',
    row: 12,
    sees: 'fence',
    edits: [
      {
        file: 'src/infra/clients/whatsapp/post-message.ts',
        find: 'if (performance.now() > writeBefore) return',
        replace: 'if (writeBefore < 0) return',
      },
    ],
  },
  {
    name: 'a send that timed out is tried again',
    row: 25,
    sees: 'duplicated',
    edits: [
      {
        file: 'src/infra/clients/whatsapp/send-outcome.ts',
        find: `: { kind: 'unknown', refusal };\n}`,
        replace: `: { kind: 'later', refusal, holds: 'message', retryAfterMs: null };\n}`,
      },
    ],
  },
  {
    name: 'a send that was cut short is queued again',
    row: 25,
    sees: 'duplicated',
    edits: [
      {
        file: OUTBOX,
        find: `update message set status = 'unconfirmed', due_at = due_at - \${STUCK_AFTER} + \${SETTLED_WITHIN},`,
        replace: `update message set status = 'queued', due_at = clock_timestamp(),`,
      },
      {
        file: OUTBOX,
        find: `where status = 'sending' and due_at < clock_timestamp() returning id`,
        replace: `where status = 'sending' and due_at < clock_timestamp() + interval '12 seconds' returning id`,
      },
    ],
  },
  {
    name: "a doubt that stays is nobody's",
    row: 27,
    sees: 'a person is told',
    edits: [
      {
        file: 'src/conversation/sweep/sweep.service.ts',
        find: 'await this.outcomes.leaveInDoubt(message);',
        replace: 'void message;',
      },
    ],
  },
  {
    name: 'a doubt is sent again and again, without a mark',
    row: 27,
    sees: 'duplicated',
    edits: [
      {
        file: OUTBOX,
        find: ` || '{"may_have_been_sent_twice": true}'`,
        replace: '',
      },
    ],
  },
  {
    name: 'a status overwrites a higher one',
    row: 29,
    sees: 'was to be',
    edits: [
      {
        file: 'src/conversation/status/message-status.ts',
        find: 'REPORTED.includes(reported) && STATUS_LADDER.indexOf(reported as MessageStatus) > STATUS_LADDER.indexOf(current)',
        replace: 'REPORTED.includes(reported)',
      },
    ],
  },
];

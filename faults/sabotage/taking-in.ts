import type { Sabotage } from './sabotage.js';

/** Between the platform and the database. */
export const TAKING_IN: readonly Sabotage[] = [
  {
    name: 'no unique index on message ids',
    row: 1,
    sees: 'duplicated',
    edits: [
      {
        file: 'src/infra/database/migrations/1763800000000-initial.ts',
        find: 'external_id varchar(255) unique,',
        replace: 'external_id varchar(255),',
      },
      {
        file: 'src/conversation/intake/intake.repository.ts',
        find: 'on conflict (external_id) do nothing\n    returning id, seq, conversation_id, external_id',
        replace: 'returning id, seq, conversation_id, external_id',
      },
    ],
  },
  {
    name: 'webhooks need no signature',
    row: 2,
    sees: 'was answered 200',
    edits: [
      {
        file: 'src/webhook/webhook-signature.guard.ts',
        find: 'if (this.isOpen || isSigned',
        replace: 'if (bytes.length > 0 || isSigned',
      },
    ],
  },
  {
    name: 'signature over the body read and written again',
    row: 3,
    sees: 'was answered 401',
    edits: [
      {
        file: 'src/webhook/webhook-signature.guard.ts',
        find: 'const bytes = Buffer.isBuffer(body) ? body : EMPTY;',
        replace: 'const bytes = Buffer.isBuffer(body) ? Buffer.from(JSON.stringify(JSON.parse(String(body)))) : EMPTY;',
      },
    ],
  },
  {
    name: 'webhooks acknowledged before the commit',
    row: 5,
    sees: 'lost',
    edits: [
      {
        file: 'src/conversation/intake/intake.service.ts',
        find: 'return sizeOf(delivery) === 0 ? Promise.resolve() : this.batcher.add(delivery);',
        replace: 'void this.batcher.add(delivery).catch(() => undefined);\n    return Promise.resolve();',
      },
    ],
  },
  {
    name: 'no sweep',
    row: 6,
    sees: 'still open',
    edits: [
      {
        file: 'src/conversation/sweep/sweep.service.ts',
        find: '    this.schedule();\n  }\n\n  async stop',
        replace: '  }\n\n  async stop',
      },
    ],
  },
  {
    name: 'messages read by the model in no order',
    row: 10,
    sees: 'out of order',
    edits: [
      {
        file: 'src/conversation/transcript/transcript.repository.ts',
        find: 'where m.id = any($1) order by m.provider_ts, m.seq`',
        replace: 'where m.id = any($1) order by m.id`',
      },
    ],
  },
];

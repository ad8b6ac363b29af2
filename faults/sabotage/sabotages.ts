/** One thing that is broken on purpose, and which row has to notice. */
export interface Sabotage {
  name: string;
  row: number;
  /** What the row says, in a part of its words. */
  sees: string;
  edits: readonly Edit[];
}

/** Replaces `find`, which stands once in `file`. */
export interface Edit {
  file: string;
  find: string;
  replace: string;
}

const OUTBOX = 'src/conversation/outbox/outbox.repository.ts';
const OWNERS = 'src/conversation/owner/owner.repository.ts';
const TURNS = 'src/conversation/turn/turn.repository.ts';
const OUTGOING = 'src/ai/answer/outgoing.ts';

/** Small mistakes that somebody could make. Each has to turn its row red, or the row shows nothing. */
export const SABOTAGES: readonly Sabotage[] = [
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
  {
    name: 'a turn keeps what it did under an old fence',
    row: 12,
    sees: 'duplicated',
    edits: [
      {
        file: TURNS,
        find: 'from conversation where id = $1 and fence = $2 for no key update`',
        replace: 'from conversation where id = $1 and fence >= $2 for no key update`',
      },
    ],
  },
  {
    name: 'a poison message is tried for ever',
    row: 13,
    sees: 'not given to a person',
    edits: [
      {
        file: 'src/conversation/turn/turn.service.ts',
        find: 'const MAX_ATTEMPTS = 3;',
        replace: 'const MAX_ATTEMPTS = 30_000;',
      },
    ],
  },
  {
    name: 'a transaction held over the model',
    row: 15,
    sees: 'idle in a transaction',
    edits: [
      {
        file: 'src/conversation/turn/turn.service.ts',
        find: 'const result = await this.think(turn, signal);',
        replace: `const result = await this.turnCommit['db'].transaction(async (tx) => {
        await (tx as unknown as { query(text: string): Promise<unknown> }).query('select 1');
        return this.think(turn, signal);
      });`,
      },
    ],
  },
  {
    name: 'operators may write outside the window',
    row: 18,
    sees: 'message was answered 200',
    edits: [
      {
        file: 'src/conversation/window.ts',
        find: 'export const WINDOW_OPEN = `',
        replace: 'export const WINDOW_OPEN = `true or ',
      },
    ],
  },
  {
    name: 'the epoch is not looked at',
    row: 19,
    sees: 'fence',
    edits: [
      {
        file: OWNERS,
        find: `where conversation_id = $1 and status = 'queued' and sender_type = 'ai'\n  ), ended`,
        replace: `where conversation_id = $1 and status = 'queued' and sender_type = 'nobody'\n  ), ended`,
      },
      {
        file: 'src/conversation/outbox/claim.repository.ts',
        find: `and not (o.status = 'queued' and o.sender_type = 'ai' and o.epoch <> c.epoch)`,
        replace: '',
      },
      {
        file: TURNS,
        find: 'from conversation where id = $1 and fence = $2 for no key update`',
        replace: 'from conversation where id = $1 and fence >= $2 for no key update`',
      },
    ],
  },
  {
    name: 'a takeover does not look for messages on their way',
    row: 19,
    sees: 'fence',
    edits: [
      {
        file: 'src/conversation/owner/owner.service.ts',
        find: 'return this.settleInFlight(id);',
        replace: 'return [];',
      },
    ],
  },
  {
    name: 'anybody may take over from anybody',
    row: 20,
    sees: 'took over together',
    edits: [
      {
        file: 'src/conversation/owner/owner.ts',
        find: `return force ? 'take' : 'held-by-another';`,
        replace: `return 'take';`,
      },
    ],
  },
  {
    name: 'two turns at a time',
    row: 22,
    sees: 'overlap',
    edits: [
      {
        file: TURNS,
        find: `where id = $1 and owner = 'ai' and burst_started_at is not null
       and (claimed_until is null or claimed_until < clock_timestamp())`,
        replace: `where id = $1 and owner = 'ai' and burst_started_at is not null`,
      },
    ],
  },
  {
    name: 'a prompt kept in a shared variable',
    row: 22,
    sees: 'canary',
    edits: [
      {
        file: 'src/ai/graph/prompt.ts',
        find: 'newestWithin(PROMPT_LIMIT, [...memory, ...burst])',
        replace: '(shared = [...shared, ...memory, ...burst].slice(-30))',
      },
      {
        file: 'src/ai/graph/prompt.ts',
        find: 'const newestWithin =',
        replace: 'let shared: TranscriptEntry[] = [];\n\nconst newestWithin =',
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
        replace: `where status = 'sending' and due_at < clock_timestamp() + interval '11 seconds' returning id`,
      },
    ],
  },
  {
    name: 'nobody looks for system text in an answer',
    row: 37,
    sees: 'brought out',
    edits: [{ file: OUTGOING, find: 'if (leak !== null) return FLAWS[leak];', replace: '' }],
  },
  {
    name: 'nobody looks at links in an answer',
    row: 37,
    sees: 'brought out "evil-lamps"',
    edits: [{ file: OUTGOING, find: 'if (links.length > 0) return linked(links);', replace: '' }],
  },
  {
    name: 'hidden characters reach the model',
    row: 37,
    sees: 'hidden characters',
    edits: [{ file: 'src/ai/graph/passages.ts', find: 'withoutHidden(text)', replace: 'text' }],
  },
  {
    name: 'claims need no source',
    row: 38,
    sees: 'a claim without a source went out',
    edits: [{ file: OUTGOING, find: 'return claims.length === 0 ? null : claimed(claims);', replace: 'return null;' }],
  },
];

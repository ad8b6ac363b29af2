import type { Sabotage } from './sabotage.js';

const OWNERS = 'src/conversation/owner/owner.repository.ts';
const TURNS = 'src/conversation/turn/turn.repository.ts';

/** Who speaks, and when. */
export const TURNS_AND_OWNERS: readonly Sabotage[] = [
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
      // Otherwise whoever freezes loses its connections, and fails for that.
      {
        file: 'src/infra/database/data-source.options.ts',
        find: 'idle_session_timeout=15000',
        replace: 'idle_session_timeout=0',
      },
    ],
  },
  {
    name: 'a poison message is tried for ever',
    row: 13,
    sees: 'kills until a person had it',
    edits: [
      {
        file: 'src/conversation/turn/rule-breakdowns.ts',
        find: 'SUSPECT_FROM = 3;',
        replace: 'SUSPECT_FROM = 30_000;',
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
        find: `where conversation_id = $1 and status in ('queued', 'draft') and sender_type = 'ai'\n  ), ended`,
        replace: `where conversation_id = $1 and status in ('queued', 'draft') and sender_type = 'nobody'\n  ), ended`,
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
    name: 'a takeover waits for messages on their way, and names none',
    row: 19,
    sees: 'takeovers named',
    edits: [
      {
        file: 'src/conversation/owner/owner.service.ts',
        find: 'return sending.map(({ id, text }) => ({ message_id: id, text }));',
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
      // Otherwise one job a burst is added, and the queue runs no two of a conversation at a time.
      {
        file: 'src/conversation/intake/intake.service.ts',
        find: 'touched.filter((conversation) => conversation.beginsBurst)',
        replace: 'touched',
      },
      {
        file: 'src/infra/queue/job-queue.ts',
        find: 'deduplication: { id: `${name}:${id}`, reschedule: true, keepLastIfActive: true },',
        replace: '',
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
];

import type { Sabotage } from './sabotage.js';

const OUTGOING = 'src/ai/answer/outgoing.ts';

/** What the assistant says and does. */
export const ANSWERS: readonly Sabotage[] = [
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
  {
    name: 'the model may forget an effect that nobody knows of',
    row: 35,
    sees: 'no person was told',
    edits: [
      {
        file: 'src/conversation/turn/turn.service.ts',
        find: 'if (burst.doubt !== null) return inDoubt(burst.doubt);',
        replace: 'void inDoubt;',
      },
    ],
  },
  {
    name: 'a tool takes effect again in the next turn',
    row: 35,
    sees: 'was done',
    edits: [
      {
        file: 'src/conversation/tool-calls/tool-call.repository.ts',
        find: `where tool_call.state in ('failed', 'lapsed')`,
        replace: 'where true',
      },
    ],
  },
];

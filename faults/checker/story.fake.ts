import type { Dump, DumpedMessage } from '../history/dump.js';
import type { HistoryEvent } from '../history/events.js';

export const ANNE = '15550000001';
export const BERT = '15550000002';

const offered = (at: number, message: string, customer: string, words: string): HistoryEvent => ({
  at,
  event: 'offered',
  message,
  customer,
  words,
  sentAt: at,
});
const acknowledged = (at: number, message: string): HistoryEvent => ({ at, event: 'acknowledged', message });
export const arrived = (at: number, label: string, customer: string, words: string, accepted = 1): HistoryEvent => ({
  at,
  event: 'arrived',
  label,
  customer,
  words,
  type: 'text',
  accepted,
});
export const asked = (at: number, call: number, prompt: string, sumsUp = false): HistoryEvent => ({
  at,
  event: 'model-began',
  call,
  prompt,
  sumsUp,
});
export const told = (at: number, call: number): HistoryEvent => ({ at, event: 'model-ended', call, outcome: 'text' });
export const takeover = (at: number, returned: number, named: string[] = []): HistoryEvent[] => [
  { at, event: 'operator-began', call: at, operator: 'eva', action: 'takeover', customer: ANNE },
  { at: returned, event: 'operator-returned', call: at, status: 200, named },
];

export const row = (id: string, conversation: string, seq: number, more: Partial<DumpedMessage>): DumpedMessage => ({
  id,
  conversation,
  seq,
  sender: 'ai',
  externalId: null,
  words: null,
  status: 'read',
  epoch: 0,
  handled: false,
  mayBeTwice: false,
  error: null,
  ...more,
});
export const inbound = (id: string, conversation: string, seq: number, words: string): DumpedMessage =>
  row(`row-${id}`, conversation, seq, {
    sender: 'customer',
    externalId: id,
    words,
    status: null,
    epoch: null,
    handled: true,
  });

/** Anne writes twice and Bert once; each of three answers quotes what it answers. */
export const clean = (): { history: HistoryEvent[]; dump: Dump } => ({
  history: [
    offered(1, 'm1', ANNE, `k${ANNE}#1 hello`),
    acknowledged(2, 'm1'),
    asked(3, 1, `k${ANNE}#1 hello`),
    told(5, 1),
    arrived(6, 'a1', ANNE, `You wrote "k${ANNE}#1 hello"`),
    offered(10, 'm2', ANNE, `k${ANNE}#2 and`),
    { at: 11, event: 'not-acknowledged', message: 'm2', status: 503 },
    acknowledged(12, 'm2'),
    offered(12, 'm3', BERT, `k${BERT}#1 hi`),
    acknowledged(13, 'm3'),
    asked(14, 2, `k${ANNE}#1 hello, k${ANNE}#2 and`),
    asked(14, 3, `k${BERT}#1 hi`),
    told(16, 2),
    told(16, 3),
    arrived(17, 'a2', ANNE, `You wrote "k${ANNE}#2 and"`),
    arrived(18, 'b1', BERT, `You wrote "k${BERT}#1 hi"`),
  ],
  dump: {
    conversations: [
      { id: 'anne', customer: ANNE, owner: 'ai', epoch: 0, waits: false },
      { id: 'bert', customer: BERT, owner: 'ai', epoch: 0, waits: false },
    ],
    messages: [
      inbound('m1', 'anne', 1, `k${ANNE}#1 hello`),
      row('a1', 'anne', 2, {}),
      inbound('m2', 'anne', 3, `k${ANNE}#2 and`),
      inbound('m3', 'bert', 4, `k${BERT}#1 hi`),
      row('a2', 'anne', 5, {}),
      row('b1', 'bert', 6, {}),
    ],
    turns: [
      { id: 't1', conversation: 'anne', state: 'answered', reason: null, startedAt: 3, endedAt: 6 },
      { id: 't2', conversation: 'anne', state: 'answered', reason: null, startedAt: 14, endedAt: 17 },
      { id: 't3', conversation: 'bert', state: 'answered', reason: null, startedAt: 14, endedAt: 17 },
    ],
    steps: [
      { of: 'message', id: 'a1', from: null, to: 'queued' },
      { of: 'message', id: 'a1', from: 'queued', to: 'sending' },
      { of: 'message', id: 'a1', from: 'sending', to: 'sent' },
      { of: 'turn', id: 't1', from: null, to: 'running' },
      { of: 'turn', id: 't1', from: 'running', to: 'answered' },
    ],
  },
});

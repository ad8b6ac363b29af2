import type { ModelCall } from '../../sim/gemini/routes.js';
import { eventually, type TestSystem } from './system.js';
import { deliver, textFrom, webhook } from './webhook-body.js';

export interface ConversationRow {
  id: string;
  phone: string | null;
  name: string | null;
  owner: string;
  human_intervention_required: boolean;
  operator_id: string | null;
  handoff: { reason: string; summary: string } | null;
  epoch: number;
  burst_started_at: Date | null;
  window_expires_at: Date | null;
  identity_changed_at: Date | null;
}

export interface MessageRow {
  id: string;
  seq: string | number;
  direction: 'inbound' | 'outbound';
  sender_type: 'customer' | 'ai' | 'operator';
  external_id: string | null;
  former_external_ids: string[] | null;
  message_text: string | null;
  extra_metadata: Record<string, unknown> | null;
  status: string | null;
  error: { code: number | null; message: string } | null;
  attempts: number;
  turn_id: string | null;
  handled_at: Date | null;
  created_at: Date;
}

export interface TurnRow {
  id: string;
  state: string;
  reason: string | null;
  message_count: number;
  worker: string | null;
  model: string | null;
  model_calls: number | null;
  input_tokens: number | null;
  output_tokens: number | null;
  tool_calls: number | null;
  cached_tokens: number | null;
  thought_tokens: number | null;
  cost_micro_usd: string | null;
  model_ms: number | null;
  started_at: Date;
  ended_at: Date | null;
}

let lastPhone = 15_550_200_000;
/** A phone that no other test of the file has. */
export const newPhone = (): string => String(++lastPhone);

const OF_PHONE = 'conversation_id = (select id from conversation where phone = $1)';

/** The customer's conversation; fails where there is none. */
export async function conversationOf(system: TestSystem, phone: string): Promise<ConversationRow> {
  const [row] = await system.rows<ConversationRow>('select * from conversation where phone = $1', [phone]);
  if (row === undefined) throw new Error(`There is no conversation with ${phone}`);
  return row;
}

/** Everything said in the customer's conversation, in the order it was stored. */
export const messagesOf = (system: TestSystem, phone: string): Promise<MessageRow[]> =>
  system.rows<MessageRow>(`select * from message where ${OF_PHONE} order by seq`, [phone]);

export const turnsOf = (system: TestSystem, phone: string): Promise<TurnRow[]> =>
  system.rows<TurnRow>(`select * from turn where ${OF_PHONE} order by started_at`, [phone]);

/** The customer writes, text by text; returns when each is stored, which is what a 200 says. */
export async function write(system: TestSystem, phone: string, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    const status = await deliver(system, webhook(system, { messages: [textFrom(phone, text)] }));
    if (status !== 200) throw new Error(`The webhook with "${text}" was answered ${status}`);
  }
}

const OPEN = `
  select 1 from conversation c where phone = $1 and (
    owner = 'ai' and burst_started_at is not null
    or exists (select 1 from turn t where t.conversation_id = c.id and t.state = 'running')
    or exists (select 1 from message m where m.conversation_id = c.id and m.status in ('queued', 'sending')))`;

/** Waits until nothing the customer wrote waits for the assistant, and nothing of ours waits to be sent. */
export const settled = (system: TestSystem, phone: string, limitMs = 20_000): Promise<void> =>
  eventually(
    `the conversation with ${phone} is settled`,
    async () => (await system.rows(OPEN, [phone])).length === 0,
    limitMs,
  );

/** The customer writes and is answered, or is with a person. */
export async function exchange(system: TestSystem, phone: string, ...texts: string[]): Promise<void> {
  await write(system, phone, ...texts);
  await settled(system, phone);
}

const hasRunningTurn = async (system: TestSystem): Promise<boolean> =>
  (await system.rows(`select 1 from turn where state = 'running' limit 1`)).length > 0;

const hasJobs = async (system: TestSystem): Promise<boolean> => {
  const { body } = await system.call('GET', '/stats');
  const queues = Object.values(body['queues'] as Record<string, Record<string, number>>);
  return queues.some(({ failed: _failed, ...open }) => Object.values(open).some((count) => count > 0));
};

/** Waits until no job is waiting or running and no turn is open: nothing more will happen by itself. */
export const quiet = (system: TestSystem): Promise<void> =>
  eventually('nothing is left to do', async () => !(await hasRunningTurn(system)) && !(await hasJobs(system)), 20_000);

interface GeminiRequest {
  contents: { role: string; parts: { text?: string }[] }[];
}

/** What the model was shown of the conversation, a line for each side. */
export const promptOf = ({ body }: ModelCall): string =>
  (body as GeminiRequest).contents
    .map(({ role, parts }) => `${role}: ${parts.map((part) => part.text ?? '').join('\n')}`)
    .join('\n');

/** Requests to the model that had these words to answer. */
export const callsAbout = (system: TestSystem, words: string): ModelCall[] =>
  system.simulator.modelCalls().filter(({ burst }) => burst.some((text) => text.includes(words)));

import type { WrittenScenario } from '../scenario/scenario.js';
import { anonymous } from './anonymous.js';

/** A conversation as the API shows it, as far as a scenario needs it. */
export interface PastConversation {
  name: string | null;
  owner: string;
  handoff: { reason: string } | null;
  /** Oldest first. */
  messages: PastMessage[];
}

export interface PastMessage {
  sender_type: 'customer' | 'ai' | 'operator';
  sender_id: string | null;
  message_text: string | null;
  extra_metadata: { sources?: { document: string; cited: boolean }[] } | null;
}

type Turn = WrittenScenario['turns'][number];

/** Words for what has none: files and the like are not exported. */
const WORDLESS = '(sent something without words)';

/**
 * A conversation as a scenario: what was said until a person last spoke is its history, what came then are its turns,
 * each with what the assistant did. Without names and numbers.
 * @throws Error where the customer wrote nothing after that
 */
export function scenarioOf(
  name: string,
  { name: customer, owner, handoff, messages }: PastConversation,
): WrittenScenario {
  const names = [
    customer ?? '',
    ...messages.map(({ sender_type, sender_id }) => (sender_type === 'operator' ? (sender_id ?? '') : '')),
  ];
  const words = ({ message_text }: PastMessage): string => anonymous(message_text ?? WORDLESS, names);
  const first = messages.findLastIndex(({ sender_type }) => sender_type === 'operator') + 1;
  const history = messages
    .slice(0, first)
    .map((message) =>
      message.sender_type === 'customer' ? { customer: words(message) } : { business: words(message) },
    );
  const turns: Turn[] = [];
  for (const message of messages.slice(first)) {
    const last = turns.at(-1);
    if (message.sender_type !== 'customer') {
      if (last !== undefined) last.expect ??= expectationOf(message);
    } else if (last === undefined || last.expect !== undefined) turns.push({ customer: [words(message)] });
    else (last.customer as string[]).push(words(message));
  }
  const end = turns.at(-1);
  if (end === undefined) throw new Error('The customer wrote nothing that the assistant had to answer');
  if (owner === 'waiting') end.expect = { outcome: 'handed_over', reason: handoff?.reason ?? 'other' };
  return { name, ...(history.length > 0 ? { history } : {}), turns };
}

function expectationOf({ extra_metadata }: PastMessage): NonNullable<Turn['expect']> {
  const source = extra_metadata?.sources?.find(({ cited }) => cited);
  return { outcome: 'answered', ...(source === undefined ? {} : { source: source.document }) };
}

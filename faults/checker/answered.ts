import type { DumpedConversation, DumpedMessage } from '../history/dump.js';
import { eventsOf } from '../history/events.js';
import { marksIn, nameOf } from '../history/words.js';
import { groupBy, messagesById, type Run, taken, type Violation, violations } from './run.js';

/** Each acknowledged message is answered once, or its conversation is with a person (P3, P8). */
export function checkAnswered(run: Run): Violation[] {
  const answers = answersByMark(run);
  const withPerson = new Set(
    run.dump.conversations.filter(({ owner }) => owner !== 'ai').map(({ customer }) => customer),
  );
  const open = acknowledgedMarks(run).filter(({ mark, customer }) => !withPerson.has(customer) && !answers.has(mark));
  const twice = [...answers].filter(([, labels]) => labels.size > 1);
  return [
    ...violations(
      'unanswered',
      open.map(({ mark }) => `${mark} was acknowledged, got no answer and is with nobody`),
    ),
    ...violations(
      'duplicated',
      twice.map(([mark, labels]) => `${mark} is answered by ${[...labels].join(' and ')}`),
    ),
  ];
}

/** No message went out twice, but where nobody could know what had become of it (P5); none that is not ours. */
export function checkSentOnce(run: Run): Violation[] {
  const byId = messagesById(run);
  const sent = groupBy(taken(run), ({ label }) => label);
  const times = (label: string): number => (sent.get(label) ?? []).reduce((sum, { accepted }) => sum + accepted, 0);
  const mayBeTwice = ({ mayBeTwice: marked }: DumpedMessage): boolean => run.allow.resends === true && marked;
  const labels = [...sent.keys()];
  const unknown = labels.filter((label) => !byId.has(label));
  const doubled = labels.filter((label) => {
    const message = byId.get(label);
    return message !== undefined && times(label) > (mayBeTwice(message) ? 2 : 1);
  });
  return [
    ...violations(
      'unexpected',
      unknown.map((label) => `a message labelled ${label} went out that nobody queued`),
    ),
    ...violations(
      'duplicated',
      doubled.map((label) => `${label} was sent ${times(label)} times`),
    ),
  ];
}

/** Nothing of ours is left between queued and sent, but doubts that are left to a person. */
export function checkSettled({ dump, allow }: Run): Violation[] {
  if (allow.unsettled === true) return [];
  const conversations = new Map(dump.conversations.map((conversation) => [conversation.id, conversation]));
  const open = dump.messages.filter(
    (message) =>
      ['queued', 'sending', 'unconfirmed'].includes(message.status ?? '') &&
      !isLeftToPerson(message, conversations.get(message.conversation)),
  );
  const running = dump.turns.filter(({ state }) => state === 'running');
  return [
    ...violations(
      'unsettled',
      open.map(({ id, status }) => `${id} is still ${status}`),
    ),
    ...violations(
      'unsettled',
      running.map(({ id }) => `turn ${id} is still running`),
    ),
  ];
}

/**
 * The assistant's message is in doubt, the conversation is with a person, and it may not be sent once more: because the
 * person has taken over since (P4), or because it was sent twice already (P5). The doubt is shown, and the person
 * decides; that is an end.
 */
const isLeftToPerson = (
  { sender, status, epoch, mayBeTwice }: DumpedMessage,
  conversation: DumpedConversation | undefined,
): boolean =>
  sender === 'ai' &&
  status === 'unconfirmed' &&
  conversation !== undefined &&
  conversation.owner !== 'ai' &&
  (conversation.epoch !== epoch || mayBeTwice);

const acknowledgedMarks = ({ history }: Run): { mark: string; customer: string }[] => {
  const acknowledged = new Set(eventsOf(history, 'acknowledged').map(({ message }) => message));
  return eventsOf(history, 'offered')
    .filter(({ message }) => acknowledged.has(message))
    .flatMap(({ words, customer }) => marksIn(words).map((mark) => ({ mark: nameOf(mark), customer })));
};

/** The assistant's messages that the platform took, by what they quote. */
function answersByMark(run: Run): Map<string, Set<string>> {
  const byId = messagesById(run);
  const answers = new Map<string, Set<string>>();
  for (const { label, words } of taken(run)) {
    if (byId.get(label)?.sender !== 'ai') continue;
    for (const mark of marksIn(words).map(nameOf)) answers.set(mark, (answers.get(mark) ?? new Set()).add(label));
  }
  return answers;
}

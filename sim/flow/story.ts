import { setTimeout as pause } from 'node:timers/promises';
import { SIMULATED } from '../gemini/rules.js';
import { until } from '../until.js';
import type { ThreadMessage } from '../whatsapp/threads.js';
import type { Cast } from './cast.js';
import type { Scene } from './play.js';

/** Longest wait for an answer on top of the quiet time: a real model takes its seconds. */
const ANSWER_LIMIT_MS = 40_000;
const TICKS_LIMIT_MS = 10_000;

const ORDER = ['I ordered a blue lamp', 'it came without a bulb', 'which bulb fits?'];
const OPERATORS_WORDS = 'This is Ana. An E27 bulb fits; I am sending you one.';
const NEXT_QUESTION = 'and when will the bulb be here?';
const RECORDED = 'and can the lamp hang in the bathroom?';

/** The life of one conversation: assistant, person, assistant, and a customer who wants a person. */
export const STORY: Scene[] = [
  { title: 'The customer writes three messages in a row', play: answerToBurst },
  { title: 'The operator takes over', play: takeover },
  { title: 'The customer writes on', play: silence },
  { title: 'The operator answers', play: operatorsWords },
  { title: 'The ticks come back', play: ticks },
  { title: 'The operator hands back', play: handback },
  { title: 'The customer asks again', play: answerFromMemory },
  { title: 'The customer records a question', play: answerToRecording },
  { title: 'The customer wants a person', play: personAsked },
];

async function answerToBurst(cast: Cast): Promise<string> {
  for (const text of ORDER) await cast.customer.write(text);
  const answers = await answersAfter(cast, 0);
  check(answers.length === 1, `expected one answer, got ${answers.length}`);
  const [text = ''] = answers.map((answer) => answer.text ?? '');
  if (!text.endsWith(SIMULATED)) return 'one answer came';
  check(
    ORDER.every((part) => text.includes(part)),
    `the answer leaves a message out: ${text}`,
  );
  return 'one answer came, to all three';
}

async function takeover(cast: Cast): Promise<string> {
  await cast.operator.takeOver();
  const { owner, operator_id: operator } = await cast.operator.conversation();
  check(owner === 'human', `the owner is ${owner}, not human`);
  return `the conversation belongs to ${operator}`;
}

/** Twice the quiet time: an assistant that did not know of the takeover would have answered by then. */
async function silence(cast: Cast): Promise<string> {
  const before = (await cast.customer.received()).length;
  await cast.customer.write('hello? is anybody there?');
  await pause(2 * cast.quietMs);
  const { owner } = await cast.operator.conversation();
  check(owner === 'human', `the owner is ${owner}, not human`);
  const more = (await cast.customer.received()).length - before;
  check(more === 0, `the assistant answered ${more} times`);
  return `the assistant stayed silent for ${(2 * cast.quietMs) / 1_000} s`;
}

async function operatorsWords({ customer, operator }: Cast): Promise<string> {
  const id = await operator.say(OPERATORS_WORDS);
  const last = (await customer.received()).at(-1);
  check(last?.id === id && last.text === OPERATORS_WORDS, `the customer's phone shows: ${last?.text ?? 'nothing'}`);
  return "the words are on the customer's phone";
}

async function ticks({ customer, operator }: Cast): Promise<string> {
  const id = (await customer.received()).at(-1)?.id ?? '';
  let status: string | undefined;
  const isRead = await until(async () => (status = await operator.statusOf(id)) === 'read', TICKS_LIMIT_MS);
  check(isRead, `the API shows the message as ${status}`);
  return 'the API shows the message as read';
}

async function handback({ operator }: Cast): Promise<string> {
  await operator.handBack();
  const { owner } = await operator.conversation();
  check(owner === 'ai', `the owner is ${owner}, not ai`);
  return 'the conversation belongs to the assistant';
}

async function answerFromMemory(cast: Cast): Promise<string> {
  const { customer } = cast;
  const before = (await customer.received()).length;
  await customer.write(NEXT_QUESTION);
  const answers = await answersAfter(cast, before);
  check(answers.length === 1, `expected one answer, got ${answers.length}`);
  const prompt = await customer.promptAbout(NEXT_QUESTION);
  if (prompt === undefined) return 'one answer came';
  const missing = [...ORDER, OPERATORS_WORDS].filter((words) => !prompt.includes(words));
  check(missing.length === 0, `the assistant did not remember: ${missing.join(' / ')}`);
  return "one answer came; the assistant remembered the order and the operator's words";
}

async function answerToRecording(cast: Cast): Promise<string> {
  const before = (await cast.customer.received()).length;
  await cast.customer.say(RECORDED);
  const [answer] = await answersAfter(cast, before);
  if (!answer?.text?.endsWith(SIMULATED)) return 'an answer came';
  check(answer.text.includes(RECORDED), `the answer is not to what was said: ${answer.text}`);
  return 'it was written down and answered';
}

async function personAsked(cast: Cast): Promise<string> {
  const before = (await cast.customer.received()).length;
  await cast.customer.write('A person, please');
  const farewells = await answersAfter(cast, before);
  check(farewells.length === 1, `expected one farewell, got ${farewells.length}`);
  const { owner, handoff } = await cast.operator.conversation();
  check(owner === 'waiting', `the owner is ${owner}, not waiting`);
  check(handoff !== null, 'there is no card for the person who takes over');
  return `one farewell came; the conversation waits for a person, the card says ${handoff?.reason}`;
}

/** What the business wrote beyond `count` messages, once nothing of the customer's waits for an answer. */
async function answersAfter({ customer, operator, quietMs }: Cast, count: number): Promise<ThreadMessage[]> {
  let received: ThreadMessage[] = [];
  const answered = async (): Promise<boolean> => {
    received = await customer.received();
    return received.length > count && (await operator.conversation()).waiting_since === null;
  };
  check(await until(answered, quietMs + ANSWER_LIMIT_MS), 'no answer came');
  return received.slice(count);
}

function check(holds: boolean, complaint: string): void {
  if (!holds) throw new Error(complaint);
}

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

/** The life of one conversation: assistant, person, assistant, and a customer who wants a person. */
export const STORY: Scene[] = [
  { title: 'The customer writes three messages in a row', play: answerToBurst },
  { title: 'The operator takes over', play: takeover },
  { title: 'The customer writes on', play: silence },
  { title: 'The operator answers', play: operatorsWords },
  { title: 'The ticks come back', play: ticks },
  { title: 'The operator hands back', play: handback },
  { title: 'The customer asks again', play: answerFromMemory },
  { title: 'The customer wants a person', play: personAsked },
];

async function answerToBurst(cast: Cast): Promise<string> {
  for (const text of ORDER) await cast.customer.write(text);
  const answers = await answersAfter(cast, 0);
  check(answers.length === 1, `expected one answer, got ${answers.length}`);
  const [text = ''] = answers.map((answer) => answer.text ?? '');
  if (!text.endsWith(SIMULATED)) return 'one answer came';
  check(ORDER.every((part) => text.includes(part)), `the answer leaves a message out: ${text}`);
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

let saidId = '';

async function operatorsWords(cast: Cast): Promise<string> {
  saidId = await cast.operator.say(OPERATORS_WORDS);
  const [last] = (await cast.customer.received()).slice(-1);
  check(last?.id === saidId && last.text === OPERATORS_WORDS, `the customer's phone shows ${last?.text ?? 'nothing'}`);
  return 'the words are on the customer’s phone';
}

import type { JsonObject } from '../records.js';
import { introduced } from './languages.js';
import { callAboutOrder } from './orders.js';
import { answerFrom, type ShownPassage } from './passages.js';
import type { Question, Tool } from './request.js';
import { type SeenFile, wordsIn } from './seen-files.js';
import { summedUp } from './summary.js';
import { fillArguments } from './tool-arguments.js';

/** What the stand-in for the model answers. */
export type ModelReply = { kind: 'text'; text: string } | { kind: 'tool-call'; name: string; args: JsonObject };

/** Ends every text answer, so that nobody takes it for the real thing. */
export const SIMULATED = '(simulated answer)';

const PERSON =
  /\b(human|agent|operator|representative|colleague|employee|mensch(en)?|mitarbeiter(in)?|kollege|persona|humano|agente|asesor|humain|conseiller|umano|operatore|pessoa|atendente)\b|(?<!\b(per|one|each|every|pro) )\bperson\b|\b(talk|speak|chat) (to|with) some(one|body)\b/i;
const PERSON_TOOL = /person|human|hand_?off/i;
const GREETING =
  /^(hi|hello|hey|hiya|good (morning|day|afternoon|evening)|hallo|moin|guten (morgen|tag|abend)|hola|buen[oa]s (d[ií]as|tardes|noches)|bonjour|salut|ciao|buongiorno|ol[aá]|namaste)( there| all| team| everyone)?[^\p{L}\p{N}]*$/iu;
const HOURS =
  /opening (hours|times)|(?<!\d )\bhours\b|\bopen(ed)?\b|\bclosed?\b|öffnungszeit|geöffnet|horario|horaires/i;
const QUESTION =
  /\?|^(what|when|where|who|how|which|do|does|can|is|are|was|wann|wo|wie|was|welche|kann|habt|haben|gibt|qu[eé]|cu[aá]ndo|d[oó]nde|c[oó]mo|cu[aá]nto|tienen|hay|quando|onde|como|quanto|tem|qual)\b/i;

/** The answer to a question, by simple rules, always the same for the same question. */
export function answerTo(question: Question): ModelReply {
  const { answeredTool, burst, passages, tools, mustCall, told } = question;
  if (TO_WRITE_DOWN.test(question.system)) return { kind: 'text', text: writtenDown(question) };
  if (question.toSumUp !== null) return { kind: 'text', text: summedUp(question.toSumUp) };
  if (told !== null) return simulated(told, burst);
  if (answeredTool !== null && passages.length === 0) return simulated(closing(answeredTool), burst);
  const wantsPerson = burst.some((text) => PERSON.test(text));
  const tool = tools.find(({ name }) => PERSON_TOOL.test(name)) ?? (mustCall ? tools[0] : undefined);
  if (tool !== undefined && (wantsPerson || mustCall)) return call(tool, burst);
  if (wantsPerson) return simulated('You would like to talk to a person. Please write to us by e-mail.', burst);
  const aboutOrder = callAboutOrder(question);
  return aboutOrder === null ? simulated(answerAll(question), burst) : { kind: 'tool-call', ...aboutOrder };
}

const TO_WRITE_DOWN = /write down word for word/i;

/** The words of the recordings, and nothing else. */
const writtenDown = ({ files }: Question): string =>
  files
    .map(wordsIn)
    .filter((words) => words !== null)
    .join('\n') || '[no words]';

const HEADING = '(?:opening (?:hours|times)|business hours|öffnungszeiten)';
const ON_ITS_LINE = new RegExp(`(?:${HEADING}[^\\n:]*:|\\bwe are open)[ \\t]*([^\\n]*\\d[^\\n]*)`, 'i');
const LINES_BELOW = new RegExp(`${HEADING}[^\\n.,;]{0,40}\\n((?:[^\\n]*(?:\\d|closed)[^\\n]*(?:\\n|$)){1,8})`, 'i');

/** The opening hours a system instruction tells: the rest of the line that names them, or the lines with times below it. */
export function openingHours(system: string): string | undefined {
  const told = (ON_ITS_LINE.exec(system) ?? LINES_BELOW.exec(system))?.[1];
  return told?.replace(/^[\s*•-]+|[\s.]+$/g, '').replace(/\s*\n[\s*•-]*/g, ', ');
}

const simulated = (text: string, burst: string[]): ModelReply => ({
  kind: 'text',
  text: `${introduced(text, burst)} ${SIMULATED}`,
});

const call = (tool: Tool, burst: string[]): ModelReply => ({
  kind: 'tool-call',
  name: tool.name,
  args: fillArguments(tool.parameters, burst),
});

const closing = (tool: string): string =>
  PERSON_TOOL.test(tool) ? 'I have asked a colleague; a person will answer you here.' : 'Thank you, that is done.';

/** One answer to all texts: what is known about each, once, and every other text in quotes. */
function answerAll({ burst, files, system, passages }: Question): string {
  const known = burst.map((text) => knownAbout(text, system, passages));
  const sentences = new Set(known.filter((sentence) => sentence !== null));
  const others = burst.filter((_, at) => known[at] === null);
  if (others.length > 0) sentences.add(`You wrote ${quoteAll(others)}. Thank you, we have read it.`);
  for (const file of files) sentences.add(`I looked at your ${file.mimeType}${readIn(file)}.`);
  return sentences.size === 0 ? 'How can I help you?' : [...sentences].join(' ');
}

const readIn = (file: SeenFile): string => {
  const words = wordsIn(file);
  return words === null ? '' : ` and read "${clip(words, QUOTED_QUESTION)}"`;
};

/** The stand-in knows greetings, the hours in its instructions, and what the passages say about a question. */
function knownAbout(text: string, system: string, passages: readonly ShownPassage[]): string | null {
  if (GREETING.test(text)) return 'Hello! How can I help you?';
  const hours = HOURS.test(text) ? openingHours(system) : undefined;
  if (hours !== undefined) return `Our opening hours: ${hours}.`;
  const said = QUESTION.test(text) ? answerFrom(text, passages) : null;
  return said === null ? null : `About "${clip(text, QUOTED_QUESTION)}": ${said}`;
}

/** Characters of a question that the answer repeats. */
const QUOTED_QUESTION = 200;

/** Characters all quotes may take together, so that an answer fits into one WhatsApp message (4,096). */
const ROOM_FOR_QUOTES = 3_000;

function quoteAll(texts: string[]): string {
  const room = Math.max(10, Math.floor(ROOM_FOR_QUOTES / texts.length) - 4);
  return texts.map((text) => `"${clip(text, room)}"`).join(', ');
}

function clip(text: string, room: number): string {
  if (text.length <= room) return text;
  const cut = text.slice(0, room - 1);
  return `${cut.replace(/[\ud800-\udbff]$/, '')}…`;
}

import type { JsonObject } from '../records.js';
import { introduced } from './languages.js';
import type { Question, Tool } from './request.js';
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
const DELIVERY = /deliver|shipping|shipment|\bship(ped)?\b|liefer|versand|env[ií]o|entrega|livraison/i;
const RETURNS = /\breturns?\b|refund|exchange|send (it )?back|rückgabe|umtausch|devoluci|reembolso|retour/i;
const PRICE = /\bprices?\b|\bcosts?\b|how much|preis|kostet|precio|cu[aá]nto|prix|combien/i;

/** The first rule that fits a text answers it. */
const RULES: { asks: RegExp; answer: (system: string) => string }[] = [
  { asks: GREETING, answer: () => 'Hello! How can I help you?' },
  { asks: HOURS, answer: (system) => `Our opening hours: ${openingHours(system) ?? 'Monday to Friday 9 to 18'}.` },
  { asks: DELIVERY, answer: () => 'Delivery takes two to three working days.' },
  { asks: RETURNS, answer: () => 'You can return unused goods within 30 days.' },
  { asks: PRICE, answer: () => 'The price stands on the page of each product.' },
];

/** The answer to a question, by simple rules, always the same for the same question. */
export function answerTo(question: Question): ModelReply {
  const { answeredTool, burst, tools, system, mustCall } = question;
  if (answeredTool !== null) return simulated(closing(answeredTool), burst);
  const wantsPerson = burst.some((text) => PERSON.test(text));
  const tool = tools.find(({ name }) => PERSON_TOOL.test(name)) ?? (mustCall ? tools[0] : undefined);
  if (tool !== undefined && (wantsPerson || mustCall)) return call(tool, burst);
  if (wantsPerson) return simulated('You would like to talk to a person. Please write to us by e-mail.', burst);
  return simulated(answerAll(burst, system), burst);
}

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

/** One answer to all texts: each rule's sentence once, and every text no rule knows in quotes. */
function answerAll(burst: string[], system: string): string {
  const known = burst.map((text) => RULES.find(({ asks }) => asks.test(text)));
  const sentences = new Set(known.flatMap((rule) => (rule ? [rule.answer(system)] : [])));
  const others = burst.filter((_, at) => known[at] === undefined);
  if (others.length > 0) sentences.add(`You wrote ${quoteAll(others)}. Thank you, we have read it.`);
  return sentences.size === 0 ? 'How can I help you?' : [...sentences].join(' ');
}

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

import { fold } from '../../../infra/fold.js';
import { contactsIn, isContactIn } from './contacts.js';
import { bareNumbersIn, type Figure, figuresIn } from './figures.js';
import { promisesIn } from './promises.js';
import { NUMBER, valueOf } from './number.js';

/** Whose word an answer may rest on. */
export interface Evidence {
  /** What the business wrote down: instructions and passages. */
  documents: readonly string[];
  /** What tools answered in this run. */
  tools: readonly string[];
  /** What colleagues said before in this conversation. */
  colleagues: readonly string[];
  /** What the assistant said before; what it only repeated of the customer's backs nothing. */
  assistant: readonly string[];
  /** What the customer wrote. It backs no promise; but to repeat it is none. */
  customer: readonly string[];
}

/**
 * The sentences of an answer that claim what nobody can vouch for: a price, a percentage, a time, a deadline, a date
 * or a promise that stands in no document, no tool's result and nothing the business said before. The customer's own
 * figures may be repeated in a question, in quotation marks, and where the sentence says that they are the customer's.
 * A telephone number or an e-mail address that nobody named, not even the customer, is a claim too: it is made up, or
 * somebody else's.
 */
export function unsourced(answer: string, evidence: Evidence): string[] {
  const sources = new Sources(evidence);
  return sentencesOf(withoutQuotes(answer, evidence.customer)).filter((sentence) => {
    const folded = fold(sentence);
    return (
      hasFigureWithoutSource(folded, sources) ||
      hasPromiseWithoutSource(folded, sources) ||
      hasContactWithoutSource(folded, sources)
    );
  });
}

function hasFigureWithoutSource(sentence: string, sources: Sources): boolean {
  const mayRepeat = sentence.includes('?') || IS_CUSTOMERS.test(sentence);
  return figuresIn(sentence).some(
    (figure) => !sources.business.backs(figure) && !(mayRepeat && sources.customer.backs(figure)),
  );
}

const hasPromiseWithoutSource = (sentence: string, { business, deeds }: Sources): boolean =>
  !sentence.trim().endsWith('?') &&
  promisesIn(sentence).some(({ source, isDone }) => !source.test(isDone ? deeds : business.text));

const hasContactWithoutSource = (sentence: string, { business, customer }: Sources): boolean =>
  contactsIn(sentence).some((contact) => !isContactIn(contact, business.text) && !isContactIn(contact, customer.text));

/** "You wrote that …", "Sie haben … bezahlt": whose figures follow. */
const IS_CUSTOMERS =
  /\byou(?:'ve| have| had| were|r)?\b.*\b(?:wrote|said|mention\w*|paid|order\w*|bought|receiv\w*|told|asked?|sent|wait\w*|charged|report\w*|describ\w*)\b|\b(?:sie|du|ihr) (?:haben|hast|habt|schreib\w*|sagen|wart\w*)\b|\b(?:ha|has|han|habia) (?:pagado|pedido|comprado|escrito|dicho|recibido|esperado)|\b(?:escribe|dice|menciona|pago|pidio|compro)s?\b|\bvoce (?:disse|pagou|pediu|comprou|escreveu|recebeu|esta|mencionou)\b|\bvous avez\b|\bha (?:pagato|ordinato|scritto|detto|ricevuto)\b/;

/** A text with the figures in it. */
class Spoken {
  readonly text: string;
  private readonly figures: Set<string>;
  private readonly bare: Set<number>;

  constructor(texts: readonly string[]) {
    this.text = fold(texts.join('\n'));
    const figures = figuresIn(this.text);
    this.figures = new Set(figures.map(keyOf));
    this.bare = bareNumbersIn(this.text, figures);
  }

  /** A number alone, as in a column "Price", backs whatever is counted with it. */
  backs(figure: Figure): boolean {
    if (this.figures.has(keyOf(figure))) return true;
    const numbers = [...figure.text.matchAll(new RegExp(NUMBER, 'g'))].flatMap(([written]) => valueOf(written) ?? []);
    return numbers.length > 0 && numbers.every((number) => this.bare.has(number));
  }
}

const keyOf = ({ kind, value }: Figure): string => `${kind} ${value}`;

class Sources {
  readonly business: Spoken;
  readonly customer: Spoken;
  /** Where deeds are told: a document tells of none. */
  readonly deeds: string;

  constructor({ documents, tools, colleagues, assistant, customer }: Evidence) {
    const own = assistant.flatMap((said) => sentencesOf(withoutQuotes(said, customer)).filter(isOwn));
    this.business = new Spoken([...documents, ...tools, ...colleagues, ...own]);
    this.customer = new Spoken(customer);
    this.deeds = fold([...tools, ...colleagues, ...own].join('\n'));
  }
}

/** Neither asked nor told of the customer. */
const isOwn = (sentence: string): boolean => !sentence.includes('?') && !IS_CUSTOMERS.test(fold(sentence));

/** A full stop after a number or an abbreviation of one letter ends no sentence. */
const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[!?…]|(?<!\d|\b\p{L})\.)\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');

const QUOTATIONS = [/"([^"]{1,4000})"/g, /“([^“”]{1,4000})”/g, /„([^„“”]{1,4000})[“”]/g, /«([^«»]{1,4000})»/g];

/** What stands in quotation marks and was written by the customer is no claim of ours. */
function withoutQuotes(answer: string, customer: readonly string[]): string {
  const words = customer.map(fold).join('\n');
  const isTheirs = (inner: string): boolean => words.includes(fold(inner.replace(/…$/, '')).trim());
  return QUOTATIONS.reduce(
    (text, quotation) => text.replaceAll(quotation, (quoted, inner: string) => (isTheirs(inner) ? ' ' : quoted)),
    answer,
  );
}

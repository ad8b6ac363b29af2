import { fold } from '../../../infra/fold.js';
import { conceptsIn } from '../terms/concepts.js';
import { languageNamed } from '../terms/languages.js';
import { type Term, termsOfWord } from '../terms/terms.js';
import { wordsOf } from '../terms/words.js';

/** What is looked for: terms, and how much each matters. */
export type Query = ReadonlyMap<Term, number>;

/** Words of a question that are looked for; a longer text says what it wants early. */
const WORDS_LIMIT = 60;

/** A word itself says most, what it has in common with others less. */
const WEIGHTS = { word: 1, number: 1.5, beginning: 0.3, ending: 0.2, concept: 0.8 };
/** Words without a meaning of their own, and greetings, in the languages of the documents and of the customer. */
const SMALL_WORD = 0.15;

const CHATTER = new Set(
  `hi hello hey please pls plz thanks thank thx ok okay question need want know tell help could would like get got just also
  hallo guten tag morgen abend bitte danke frage brauche mochte wollte gern gerne wissen mal eigentlich habt gibt gibts krieg bekomme
  hola buenas buenos dias tardes gracias favor quiero quisiera necesito saber pregunta tienen teneis hay
  oi ola bom boa tarde noite obrigado obrigada por favor quero queria gostaria preciso saber tem vcs voces
  bonjour bonsoir merci svp voudrais besoin savoir ciao buongiorno grazie vorrei sapere`.split(/\s+/),
);

/** A question with at most so many words of a meaning is not understood without what was said before … */
const SHORT_QUESTION = 2;
/** … of which each word says this much. */
const CONTEXT = 0.4;

/**
 * The query for what somebody asks, against documents in these languages.
 * @param context what was said before
 */
export function queryFor(question: string, languages: readonly string[], context = ''): Query {
  const words = wordsOf(question).slice(0, WORDS_LIMIT);
  const query = termsAsked(words, languages);
  const meaningful = words.filter((word) => !isSmallWord(fold(word), languages));
  if (context === '' || meaningful.length === 0 || meaningful.length > SHORT_QUESTION) return query;
  for (const [term, weight] of termsAsked(wordsOf(context).slice(-WORDS_LIMIT), languages)) {
    query.set(term, Math.max(query.get(term) ?? 0, weight * CONTEXT));
  }
  return query;
}

function termsAsked(words: readonly string[], languages: readonly string[]): Map<Term, number> {
  const query = new Map<Term, number>();
  const ask = (term: Term, weight: number): void => void query.set(term, Math.max(weight, query.get(term) ?? 0));
  for (const word of new Set(words)) {
    const isSmall = isSmallWord(fold(word), languages);
    for (const term of [fold(word), ...termsOfWord(word, languages)]) {
      if (isSmall && /^[\^$]/.test(term)) continue;
      ask(term, weightOf(term) * (isSmall ? SMALL_WORD : 1));
    }
  }
  for (const concept of conceptsIn(words.map(fold))) ask(concept, WEIGHTS.concept);
  return query;
}

const isSmallWord = (folded: string, languages: readonly string[]): boolean =>
  CHATTER.has(folded) || [...languages, 'en'].some((code) => languageNamed(code)?.stops.has(folded) ?? false);

const weightOf = (term: Term): number => {
  if (term.startsWith('^')) return WEIGHTS.beginning;
  if (term.startsWith('$')) return WEIGHTS.ending;
  return /\p{N}/u.test(term) ? WEIGHTS.number : WEIGHTS.word;
};

/** What customers ask for most and misspell most, as `infra/fold.ts` writes it. */
const WORDS: readonly string[] = [
  'human person someone somebody agent operator representative manager supervisor',
  'mitarbeiter menschen asesor agente persona atendente pessoa conseiller humain operatore medewerker',
  'temsilci konsultantem czlowiekiem оператор оператором человеком',
].flatMap((line) => line.split(' '));
const KNOWN = new Set(WORDS);
const SHORTEST = Math.min(...WORDS.map((word) => word.length)) - 1;

/** Puts right one slip in such a word: a letter too many, too few, wrong, or two that changed places. */
export const mendSpelling = (clause: string): string =>
  clause
    .split(' ')
    .map((token) => (token.length < SHORTEST || KNOWN.has(token) ? token : (WORDS.find(isNear(token)) ?? token)))
    .join(' ');

/** The first letter is hardly ever wrong, and "niemand" is not "iemand". */
const isNear =
  (token: string) =>
  (word: string): boolean => {
    if (token[0] !== word[0] || Math.abs(token.length - word.length) > 1) return false;
    let at = 1;
    while (at < word.length && token[at] === word[at]) at++;
    const [rest, wanted] = [token.slice(at), word.slice(at)];
    const isSwapped = rest[0] === wanted[1] && rest[1] === wanted[0] && rest.slice(2) === wanted.slice(2);
    return isSwapped || rest.slice(1) === wanted.slice(1) || rest.slice(1) === wanted || rest === wanted.slice(1);
  };

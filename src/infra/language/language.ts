/** Fewer letters than these say too little; one of a script that few languages share says more. */
const LATIN_LETTERS = 30;
const OTHER_LETTERS = 10;

/** Languages that a text of a few lines does not tell apart well; those of one line count as one. */
const NEAR: readonly string[][] = [
  ['da', 'no', 'sv'],
  ['es', 'ca'],
  ['bs', 'hr', 'sr', 'sl'],
  ['id', 'ms', 'tl'],
  ['cs', 'sk'],
  ['ru', 'uk', 'be', 'bg'],
  ['hi', 'mr', 'ne'],
  ['nl', 'af'],
  ['az', 'tr'],
  ['ar', 'fa', 'ur'],
];

/**
 * The language of a text as an ISO 639-1 code; null where the text is short or the detector is not sure, as with
 * languages written in other letters than their own.
 */
export async function languageOf(text: string): Promise<string | null> {
  const words = plainWords(text);
  if (!isLongEnough(words)) return null;
  const { eld } = await loadLanguages();
  const found = eld.detect(words);
  return found.isReliable() ? found.language : null;
}

/** Loads the detector's tables, thirty megabytes, which the first call of {@link languageOf} does else. */
export const loadLanguages = () => import('eld/extrasmall');

/** Whether two codes are one language, or two that are easily taken for one another. */
export const isNear = (one: string, other: string): boolean =>
  one === other || NEAR.some((group) => group.includes(one) && group.includes(other));

/** Addresses, numbers and what stands in quotation marks tell nothing of the language of the text around them. */
const plainWords = (text: string): string =>
  text
    .slice(0, 4_000)
    .replaceAll(/https?:\/\/\S+|\S+@\S+|\d+/g, ' ')
    .replaceAll(/"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|「[^」]*」/g, ' ');

const isLongEnough = (text: string): boolean => {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return latin >= LATIN_LETTERS || letters - latin >= OTHER_LETTERS;
};

/** Flags of countries within a country, such as Scotland's: the only proper use of the tags block. */
const FLAG = /\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,6}\u{E007F}/gu;

/**
 * Characters that show nothing, or turn the order of others around: controls but for tab and line break, soft hyphens,
 * fillers, marks and overrides of direction, zero-width spaces, tags, and the variation selectors that emoji do not use.
 */
const HIDDEN = /(?!\t|\n|\u200C|\u200D|\uFE0E|\uFE0F)(?:\p{Cc}|\p{Default_Ignorable_Code_Point}|[\uFFF9-\uFFFB])/gu;

/** Joiners are part of emoji and of Indian and Persian words; more than one in a row is part of nothing. */
const JOINERS = /(\u200C|\u200D)(?:\u200C|\u200D)+/g;
/** … and the same of the selectors that choose between an emoji and a sign. */
const SELECTORS = /(\uFE0E|\uFE0F)(?:\uFE0E|\uFE0F)+/g;

/** `text` as a reader sees it, without what can carry words that nobody sees. */
export function withoutHidden(text: string): string {
  const flags = new Set(text.match(FLAG));
  return text
    .split(/(\u{1F3F4}[\u{E0000}-\u{E007F}]+)/u)
    .map((part) => (flags.has(part) ? part : part.replaceAll(HIDDEN, '')))
    .join('')
    .replaceAll(JOINERS, '$1')
    .replaceAll(SELECTORS, '$1');
}

const MAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu;
const ADDRESS = /\bhttps?:\/\/\S+/g;
/** Five digits and more name something: a phone, an order, a postcode. */
const NUMBER = /\+?\d(?:[ ()./-]{0,2}\d){4,}/g;
/** Shorter names are words, too. */
const SHORTEST_NAME = 3;

/**
 * A text without what names a person: e-mail addresses, web addresses, numbers of five digits and more, and these names,
 * word by word. What somebody tells of themselves in words stays: read it before you keep it.
 */
export function anonymous(text: string, names: readonly string[]): string {
  const words = names.flatMap((name) => name.split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= SHORTEST_NAME);
  return words.reduce(
    (left, word) => left.replaceAll(new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'giu'), 'Alex'),
    text
      .replaceAll(MAIL, 'customer@example.com')
      .replaceAll(ADDRESS, 'https://example.com')
      .replaceAll(NUMBER, (number) => number.replaceAll(/\d/g, '0')),
  );
}

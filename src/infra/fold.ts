/** Accents, umlauts, cedillas; Arabic vowel signs and hamzas on letters. Vowel signs of Indian scripts are letters. */
const MARKS = /[\u0300-\u036F\u064B-\u0655\u0640]/g;
const SAME: Record<string, string> = { ı: 'i', ß: 'ss', ł: 'l', ة: 'ه', ى: 'ي', '’': "'", '‘': "'", '`': "'" };

/** `text` in small letters without accents, spaces made one: the form in which phrases are compared. */
export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(MARKS, '')
    .replaceAll(/[ıßłةى’‘`]/g, (letter) => SAME[letter] ?? letter)
    .replaceAll(/\s+/g, ' ');

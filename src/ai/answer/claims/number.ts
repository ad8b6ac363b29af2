/** How numbers are written: with points, commas, spaces or apostrophes between thousands, and with either decimal mark. */
export const NUMBER = String.raw`\d{1,3}(?:[.,'’  ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?`;

/** Small numbers in words, in English, German, Spanish, Portuguese, French, Italian and Dutch, folded. */
const WORDS: Record<string, number> = Object.fromEntries(
  Object.entries({
    1: 'one eins',
    2: 'two zwei dos dois duas deux due twee',
    3: 'three drei tres trois tre drie',
    4: 'four vier cuatro quatro quatre quattro',
    5: 'five funf cinco cinq cinque vijf',
    6: 'six sechs seis sei zes',
    7: 'seven sieben siete sete sept sette zeven',
    8: 'eight acht ocho oito huit otto',
    9: 'nine neun nueve nove neuf negen',
    10: 'ten zehn diez dez dix dieci tien',
    12: 'twelve zwolf doce doze douze dodici twaalf',
    14: 'fourteen vierzehn catorce quatorze quatorze quattordici veertien',
    15: 'fifteen funfzehn quince quinze quindici vijftien',
    20: 'twenty zwanzig veinte vinte vingt venti twintig',
    24: 'twentyfour vierundzwanzig veinticuatro',
    30: 'thirty dreissig treinta trinta trente trenta dertig',
    48: 'fortyeight achtundvierzig',
    50: 'fifty funfzig cincuenta cinquenta cinquante cinquanta vijftig',
    60: 'sixty sechzig sesenta sessenta soixante sessanta zestig',
    90: 'ninety neunzig noventa novanta negentig',
    100: 'hundred hundert einhundert cien cem cent cento honderd',
  }).flatMap(([value, words]) => words.split(' ').map((word) => [word, Number(value)])),
);

/** "a week" counts weeks only after a word that sets a term: "give me a minute" does not. */
const ARTICLES = 'an?|eine[nmrs]?|ein|une?|una|uno|uma?|een';
const TERMS =
  'within|in|after|for|than|up to|takes|innerhalb|binnen|nach|fur|dauert|bis zu|en|dentro de|tras|durante|em|ate|apos|sous|dans|apres|pour|pendant|entro|tra|dopo|per';

export const NUMBER_WORD = `${Object.keys(WORDS).join('|')}|(?<=\\b(?:${TERMS}) )(?:${ARTICLES})`;

const IS_ARTICLE = new RegExp(`^(?:${ARTICLES})$`);

/** The value of a number as it is written; null for what is none. */
export function valueOf(written: string): number | null {
  const word = IS_ARTICLE.test(written) ? 1 : WORDS[written];
  if (word !== undefined) return word;
  const bare = written.replaceAll(/['’  ]/g, '');
  const decimal = /[.,](\d+)$/.exec(bare);
  if (decimal === null) return toNumber(bare);
  const marks = bare.match(/[.,]/g) ?? [];
  const isThousands = decimal[1]?.length === 3 && (marks.length === 1 || marks.every((mark) => mark === marks[0]));
  if (isThousands) return toNumber(bare.replaceAll(/[.,]/g, ''));
  const whole = bare.slice(0, decimal.index).replaceAll(/[.,]/g, '');
  return toNumber(`${whole}.${decimal[1]}`);
}

const toNumber = (digits: string): number | null => (/^\d+(?:\.\d+)?$/.test(digits) ? Number(digits) : null);

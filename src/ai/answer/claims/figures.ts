import { NUMBER, NUMBER_WORD, valueOf } from './number.js';

/** What a number in a text counts. */
export type FigureKind = 'money' | 'percent' | 'duration' | 'date' | 'time';

export interface Figure {
  kind: FigureKind;
  /** Two figures of one kind with the same value say the same. */
  value: string;
  /** As it is written. */
  text: string;
}

const ANY = `(?:${NUMBER}|\\b(?:${NUMBER_WORD})\\b)`;
/** "3", "3-5", "3 to 5", "zwei bis drei". */
const TO = '(?:-|–|to|bis|a|ate|hasta|e|y|o|or|oder|ou|und|and|tot|of)';
const RANGE = `(${ANY})(?: ?${TO} ?(${ANY}))?`;

const CURRENCY_BEFORE = String.raw`(?:us\$|r\$|[€$£¥₹₺]|(?:eur|usd|gbp|chf|brl|mxn|inr|fr\.?|rs\.?)\b)`;
const CURRENCY_AFTER = String.raw`(?:[€$£¥₹₺]|(?:eur|euros?|usd|dollars?|dolares?|gbp|pounds?|quid|brl|reais|real|chf|franken|francs?|pesos?|mxn|ars|cop|soles|inr|rupees?|rupias?|zl|pln|kr|sek|nok|dkk|yen|lira|tl|aed|cents?|ct|cts|centimos?|centavos?|centimes?|centesimi)\b)`;

const DAY_KIND = String.raw`(?:(?:working|business|calendar|full|laborables?|habiles|naturales|uteis|corridos|ouvres?|ouvrables?|lavorativi|volle[nr]?) )?`;
/** Units of time by how many hours they have; months have a unit of their own. */
const UNITS: [source: string, unit: 'hours' | 'months', size: number][] = [
  ['minut(?:e|es|en|os|i|a|as)?|mins?', 'hours', 1 / 60],
  ['hours?|hrs?|stunden?|horas?|heures?|or[ae]|uur', 'hours', 1],
  [
    'days?|tagen?|tages?|tag|werktage?n?|arbeitstage?n?|kalendertage?n?|dias?|jours?|giorn[oi]|dag(?:en)?|werkdagen',
    'hours',
    24,
  ],
  ['weeks?|wochen?|semanas?|semaines?|settiman[ae]|weken|week', 'hours', 168],
  ['months?|monaten?|monate?s?|mes|meses|mois|mes[ei]|maand(?:en)?', 'months', 1],
  ['years?|jahren?|jahre?s?|anos?|ans?|annees?|ann[oi]|jaar|jaren', 'months', 12],
];
const MONTHS =
  'jan|feb|fev|mar|apr|abr|avr|may|mai|mag|jun|juin|giu|jul|juil|lug|aug|ago|aou|sep|set|oct|okt|out|ott|nov|dec|dez|dic'.split(
    '|',
  );
const MONTH_NUMBERS: Record<string, number> = {
  jan: 1,
  feb: 2,
  fev: 2,
  mar: 3,
  apr: 4,
  abr: 4,
  avr: 4,
  may: 5,
  mai: 5,
  mag: 5,
  jun: 6,
  juin: 6,
  giu: 6,
  jul: 7,
  juil: 7,
  lug: 7,
  aug: 8,
  ago: 8,
  aou: 8,
  sep: 9,
  set: 9,
  oct: 10,
  okt: 10,
  out: 10,
  ott: 10,
  nov: 11,
  dec: 12,
  dez: 12,
  dic: 12,
};
const MONTH_NAME = `(?:${MONTHS.toSorted((a, b) => b.length - a.length).join('|')})[a-z]*\\.?`;

const MONEY = [`${CURRENCY_BEFORE} ?(${NUMBER})(?: ?${TO} ?(${NUMBER}))?`, `${RANGE} ?(?:,-+ ?)?${CURRENCY_AFTER}`];
const PERCENT = `${RANGE} ?(?:%|percent\\b|per cent\\b|prozent\\b|por ?ciento\\b|por ?cento\\b|pour ?cent\\b|per ?cento\\b|procent\\b)`;

/** Every figure in a folded text (see `infra/fold.ts`). */
export function figuresIn(text: string): Figure[] {
  return [
    ...MONEY.flatMap((source) => ranges(text, source, 'money', String)),
    ...ranges(text, PERCENT, 'percent', String),
    ...UNITS.flatMap(([unit, kind, size]) =>
      ranges(text, `${RANGE}[ -]?${DAY_KIND}(?:${unit})\\b`, 'duration', (value) => `${round(value * size)} ${kind}`),
    ),
    ...datesIn(text),
    ...timesIn(text),
  ];
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

function ranges(text: string, source: string, kind: FigureKind, valueFor: (value: number) => string): Figure[] {
  return [...text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${source}`, 'gu'))].flatMap((match) =>
    match.slice(1).flatMap((written) => {
      const value = written === undefined ? null : valueOf(written);
      return value === null ? [] : [{ kind, value: valueFor(value), text: match[0].trim() }];
    }),
  );
}

/** Days and months; which of two numbers is the month is anybody's guess, so their order does not count. */
function datesIn(text: string): Figure[] {
  const found = [
    ...text.matchAll(/\b\d{4}-(\d{2})-(\d{2})\b/g),
    ...text.matchAll(/(?<![\d.,])(\d{1,2})(?:\/(\d{1,2})(?:\/\d{2,4})?|\.(\d{1,2})\.(?:\d{4}|\d{2})?)(?!\d)/g),
    ...text.matchAll(new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th|\\.|º)?(?: of| de)? (${MONTH_NAME})(?![a-z])`, 'g')),
    ...text.matchAll(new RegExp(`\\b(${MONTH_NAME}) (\\d{1,2})(?:st|nd|rd|th)?\\b`, 'g')),
  ];
  return found.flatMap(([written, ...groups]) => {
    const parts = groups.flatMap((part) => (part === undefined ? [] : [MONTH_NUMBERS[monthOf(part)] ?? Number(part)]));
    const [smaller = 0, larger = 0] = parts.toSorted((a, b) => a - b);
    const isDate = smaller >= 1 && smaller <= 12 && larger <= 31;
    return isDate ? [{ kind: 'date' as const, value: `${smaller}-${larger}`, text: written.trim() }] : [];
  });
}

const monthOf = (word: string): string => MONTHS.find((month) => word.startsWith(month)) ?? '';

const TIMES = [
  /(?<![\d.,:])(\d{1,2})[:h](\d{2})(?![\d:])/g,
  /(?<![\d.,:])(\d{1,2})\.(\d{2}) ?(?:uhr|uur|am|pm|h)\b/g,
  /(?<![\d.,:])(\d{1,2}) ?(?:am|pm|a\.m|p\.m|uhr|uur|o'clock|hs)\b/g,
  /(?<![\d.,:])([6-9]|1\d|2[0-4])h\b/g,
];

/** Minutes of half a day: "6 pm", "18:00" and "at 6:00" are the same. */
function timesIn(text: string): Figure[] {
  return TIMES.flatMap((time) => [...text.matchAll(time)]).flatMap(([written, hours, minutes = '0']) =>
    Number(hours) > 24 || Number(minutes) > 59
      ? []
      : [{ kind: 'time' as const, value: String((Number(hours) % 12) * 60 + Number(minutes)), text: written.trim() }],
  );
}

/** Numbers of a folded text that no unit explains, as in the column of a table. */
export function bareNumbersIn(text: string, figures: readonly Figure[]): Set<number> {
  const rest = figures.reduce((left, figure) => left.replaceAll(figure.text, ' '), text);
  return new Set([...rest.matchAll(new RegExp(NUMBER, 'g'))].flatMap(([written]) => valueOf(written) ?? []));
}

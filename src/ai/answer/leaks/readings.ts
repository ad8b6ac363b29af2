import { withoutHidden } from '../../../infra/hidden-characters.js';
import { fold } from '../../../infra/fold.js';

/** A text in another is looked for this deep: base64 of hex, and no further. */
const DEEPEST = 2;

/** Each letter, and what looks like it in other alphabets, or is read as it. */
const ALIKE =
  'aаα4@ bвβ8 cсϲ dԁ eеε3 fғƒ gɡԍ69 hһнη iіι1! jјϳ kкκ lӏ| mмμ nпո oоο0 pрρ qԛգ rг sѕ5$ tтτ7 uսυ vѵν wԝωшѡ xхχ yуγ zᴢζ2';
const LOOKALIKES = new Map(
  ALIKE.split(' ').flatMap(([letter = '', ...others]) => others.map((other) => [other, letter] as const)),
);

const TAGS = /[\u{E0020}-\u{E007E}]/gu;
const INDICATORS = /[\u{1F1E6}-\u{1F1FF}]/gu;

/** Tags and the letters that flags are made of, as the letters they stand for. */
const spelledOut = (text: string): string =>
  text
    .replaceAll(TAGS, (tag) => String.fromCodePoint((tag.codePointAt(0) ?? 0) - 0xe0000))
    .replaceAll(INDICATORS, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) - 0x1f1e6 + 0x61));

/**
 * What a text says to somebody who wants to find something in it: as it is, backwards, moved along the alphabet by half,
 * by the first letters of its words, by the letters that stand alone, and what is written in it in base64, in hex or as
 * the numbers of characters. And each of these again within what was found.
 */
export function readingsOf(text: string): string[] {
  const readings = new Set([plain(text)]);
  let found = [...readings];
  for (let depth = 0; depth < DEEPEST; depth++) {
    found = found.flatMap((reading) => DECODERS.flatMap((decode) => decode(reading))).map(plain);
    for (const reading of found) readings.add(reading);
  }
  return [...readings];
}

const plain = (text: string): string => withoutHidden(spelledOut(text)).normalize('NFKC');

/** Nothing but small letters, whatever stood between them and whatever alphabet they came from. */
export const compact = (text: string): string =>
  Array.from(fold(text), (letter) => LOOKALIKES.get(letter) ?? letter)
    .join('')
    .replaceAll(/[^a-z]/g, '');

type Decoder = (text: string) => string[];

const backwards: Decoder = (text) => [[...text].toReversed().join('')];

const halfWay: Decoder = (text) => [
  text.replaceAll(/[a-z]/gi, (letter) => {
    const first = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
  }),
];

const initials: Decoder = (text) => [(text.match(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu) ?? []).join('')];

/** "first b, then k" */
const lonely: Decoder = (text) => [(text.match(/(?<![\p{L}\p{N}])[\p{L}\p{N}](?![\p{L}\p{N}])/gu) ?? []).join('')];

/** Shorter ones hold no half of a canary; of several lines, each may be a piece of one. */
const base64: Decoder = (text) =>
  [...(text.match(/[A-Za-z0-9+/_-]{11,}/g) ?? []), ...(text.match(/(?:^[A-Za-z0-9+/_=-]{4,}$\n?){2,}/gm) ?? [])]
    .map((found) => Buffer.from(found, 'base64').toString('utf8'))
    .filter(isText);

/** "76 7a", "76:7a", "\x76\x7a", "0x76, 0x7a", "%76%7A", "&#x76;". */
const hex: Decoder = (text) => {
  const bare = text.replaceAll(/&#x|\\x|\\u(?:00)?|0x|%/gi, ' ');
  const runs = bare.match(/(?:[0-9a-f]{2}[\s,;:-]*){8,}/gi) ?? [];
  return runs.map((run) => Buffer.from(run.replaceAll(/[^0-9a-f]/gi, ''), 'hex').toString('utf8')).filter(isText);
};

const codesIn = (text: string, run: RegExp, base: number): string[] =>
  (text.match(run) ?? []).map((codes) =>
    (codes.match(/\d+/g) ?? []).map((code) => String.fromCharCode(Number.parseInt(code, base))).join(''),
  );

const decimal: Decoder = (text) => codesIn(text, /(?:\d{2,3}[\s,;.&#-]+){7,}\d{2,3}/g, 10);
const binary: Decoder = (text) => codesIn(text, /(?:[01]{7,8}[\s,;.-]+){7,}[01]{7,8}/g, 2);

/** Long words are base64 of something too, but of nothing that was written. */
const isText = (decoded: string): boolean => (decoded.match(/[ -~\n]/g)?.length ?? 0) >= decoded.length * 0.8;

const DECODERS: readonly Decoder[] = [backwards, halfWay, initials, lonely, base64, hex, decimal, binary];

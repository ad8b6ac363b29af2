import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as indonesian } from '@orama/stemmers/indonesian';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as romanian } from '@orama/stemmers/romanian';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { stemmer as turkish } from '@orama/stemmers/turkish';
import { stopwords as daStops } from '@orama/stopwords/danish';
import { stopwords as nlStops } from '@orama/stopwords/dutch';
import { stopwords as enStops } from '@orama/stopwords/english';
import { stopwords as fiStops } from '@orama/stopwords/finnish';
import { stopwords as frStops } from '@orama/stopwords/french';
import { stopwords as deStops } from '@orama/stopwords/german';
import { stopwords as idStops } from '@orama/stopwords/indonesian';
import { stopwords as itStops } from '@orama/stopwords/italian';
import { stopwords as noStops } from '@orama/stopwords/norwegian';
import { stopwords as ptStops } from '@orama/stopwords/portuguese';
import { stopwords as roStops } from '@orama/stopwords/romanian';
import { stopwords as ruStops } from '@orama/stopwords/russian';
import { stopwords as esStops } from '@orama/stopwords/spanish';
import { stopwords as svStops } from '@orama/stopwords/swedish';
import { stopwords as trStops } from '@orama/stopwords/turkish';
import { fold } from '../../../infra/fold.js';

/** What a language brings to finding words: its endings, and its words without a meaning of their own. */
interface Language {
  stem: (word: string) => string;
  stops: ReadonlySet<string>;
  /** Whether it writes several words as one: "Lieferkosten". */
  compounds: boolean;
}

const language = (stem: (word: string) => string, stops: string[], compounds = false): Language => ({
  stem,
  stops: new Set(stops.map(fold)),
  compounds,
});

/** By their ISO 639-1 codes. A text in any other language is found by its words as they are written. */
const LANGUAGES: Record<string, Language> = {
  da: language(danish, daStops, true),
  de: language(german, deStops, true),
  en: language(english, enStops),
  es: language(spanish, esStops),
  fi: language(finnish, fiStops, true),
  fr: language(french, frStops),
  id: language(indonesian, idStops),
  it: language(italian, itStops),
  nl: language(dutch, nlStops, true),
  no: language(norwegian, noStops, true),
  pt: language(portuguese, ptStops),
  ro: language(romanian, roStops),
  ru: language(russian, ruStops),
  sv: language(swedish, svStops, true),
  tr: language(turkish, trStops),
};

export const languageNamed = (code: string | null): Language | undefined =>
  code === null ? undefined : LANGUAGES[code];

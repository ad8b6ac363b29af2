import { CAPTION_LIMIT, isCaptioned } from './media.dto.js';
import { type Fault, Rule } from './rule.js';
import { faultOfLine, faultOfWords } from './text-rules.js';

/** The fields that say what a message is; none of them is a text. */
const KINDS = [
  'media',
  'location',
  'contacts',
  'buttons',
  'list',
  'cta_url',
  'location_request',
  'reaction',
  'template',
] as const;
type Kind = (typeof KINDS)[number];

/** A message as it was sent to us: any field may be anything. */
type Asked = Partial<Record<Kind | 'message' | 'header' | 'footer', unknown>>;

/** A file or a place that stands beside one of these is its header. */
const HEADERS: Partial<Record<Kind, readonly Kind[]>> = {
  media: ['buttons', 'cta_url', 'template'],
  location: ['template'],
};

/** Longest body beside each. Source: Cloud API, interactive messages. */
const BODY_LIMITS: Partial<Record<Kind, number>> = {
  buttons: 1_024,
  list: 4_096,
  cta_url: 1_024,
  location_request: 1_024,
};
/** Source: Cloud API, text messages. */
const TEXT_LIMIT = 4_096;
const HEADER_LIMIT = 60;

/** A kind stands alone, but for a header beside what can have one. */
export const Alone = (kind: Kind): PropertyDecorator => Rule('alone', (_, asked: Asked) => faultOfKinds(kind, asked));

/** The words of a message: its text, a caption, or the body above buttons, list, link and request. */
export const Message = (): PropertyDecorator => Rule('message', faultOfMessage);

/** A line above or below what can be chosen. */
export const Frame = (name: 'header' | 'footer'): PropertyDecorator =>
  Rule(name, (value, asked: Asked) => faultOfFrame(name, value, asked));

/** Whether a message is nothing without words. */
export const needsWords = (asked: Asked): boolean => {
  const kinds = kindsIn(asked);
  return kinds.length === 0 || kinds.some((kind) => kind in BODY_LIMITS);
};

const kindsIn = (asked: Asked): Kind[] => KINDS.filter((kind) => asked[kind] != null && asked[kind] !== false);

function faultOfKinds(kind: Kind, asked: Asked): Fault {
  const goTogether = (one: Kind, two: Kind): boolean => HEADERS[one]?.includes(two) ?? false;
  const others = kindsIn(asked).filter(
    (other) => other !== kind && !goTogether(kind, other) && !goTogether(other, kind),
  );
  return others.length === 0 ? null : `cannot stand beside ${others.join(' and ')}: a message is of one kind`;
}

export function faultOfMessage(message: unknown, asked: Asked): Fault {
  const kinds = kindsIn(asked);
  const framed = kinds.find((kind) => kind in BODY_LIMITS);
  if (framed !== undefined) return faultOfWords(message, BODY_LIMITS[framed] ?? TEXT_LIMIT);
  const wordless = kinds.find((kind) => kind !== 'media');
  if (wordless !== undefined) return `cannot stand beside ${wordless}: send the words alone`;
  if (kinds.length === 0) return faultOfWords(message, TEXT_LIMIT);
  return faultOfCaption(message, asked.media as { type?: unknown; caption?: unknown });
}

function faultOfCaption(message: unknown, { type, caption }: { type?: unknown; caption?: unknown }): Fault {
  if (!isCaptioned(type)) return `cannot stand beside media of type ${String(type)}: send the words alone`;
  if (caption != null && caption !== '') return 'and media.caption cannot both be given';
  return faultOfWords(message, CAPTION_LIMIT);
}

function faultOfFrame(name: 'header' | 'footer', value: unknown, asked: Asked): Fault {
  const kinds = kindsIn(asked);
  if (!kinds.some((kind) => kind === 'buttons' || kind === 'list' || kind === 'cta_url'))
    return 'is for buttons, list and cta_url alone';
  if (name === 'header' && kinds.includes('media')) return 'cannot stand beside media, which is the header then';
  return faultOfLine(value, HEADER_LIMIT);
}

/** A header carries no words, and is something to look at. */
export function faultOfHeaderFile({ type, caption }: { type?: unknown; caption?: unknown }, asked: Asked): Fault {
  if (!kindsIn(asked).some((kind) => HEADERS.media?.includes(kind))) return null;
  if (!isCaptioned(type)) return `of type ${String(type)} cannot be a header`;
  return caption == null || caption === '' ? null : 'has a caption, which a header cannot have';
}

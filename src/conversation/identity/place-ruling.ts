import type { CustomerNames } from '../incoming.js';
import { type Alias, type AliasKind, namesOf } from './alias.js';

/** A name a conversation has now, and since when by the platform's time; `-Infinity` is from its beginning. */
export interface HeldName {
  value: string;
  sinceMs: number;
}

/** A conversation and the names it has now, at most one of each kind. */
export interface Holder {
  conversationId: string;
  names: Partial<Record<AliasKind, HeldName>>;
}

/** Whose the names are that a customer showed. */
export interface Holders {
  byPhone: Holder | null;
  byUserId: Holder | null;
  byParent: Holder | null;
  /** The conversation that had one of the names when the message was sent, and lost it since. */
  formerly: string | null;
}

/** Where a message belongs, and what its names change. */
export interface Placing {
  /** Null: a conversation that is yet to be started. */
  home: string | null;
  /** Turns out to be the same customer, and becomes a part of `home`. */
  joins: string | null;
  /** Names nobody has, and names that another conversation has lost to this one. */
  learned: Alias[];
  taken: Alias[];
  /** Names of `home` that these replace. */
  replaced: Alias[];
}

/**
 * Finds the conversation of a customer who showed these names at `atMs` (platform time). Two user ids are two people,
 * also behind one phone: numbers are given to somebody else. A phone alone, or a user id alone, joins the other when
 * one message shows both. A message that comes late takes no name from anybody.
 */
export function rulePlace(shown: CustomerNames, atMs: number, holders: Holders): Placing {
  const { byUserId, byPhone, formerly } = holders;
  if (byUserId === null && formerly !== null) return { ...NOTHING, home: formerly };
  const isOne = byUserId !== null && byPhone !== null && isOneCustomer(byUserId, byPhone);
  const home = isOne ? byPhone : (byUserId ?? knownAlready(shown, holders));
  const joins = isOne ? byUserId.conversationId : null;
  const gained = namesOf(shown).filter((name) => mayGain(name, atMs, home, joins, holders));
  const holderOf = holderIn(holders);
  return {
    home: home?.conversationId ?? null,
    joins,
    learned: gained.filter(([kind]) => holderOf[kind] === null),
    taken: gained.filter(([kind]) => holderOf[kind] !== null),
    replaced: gained.flatMap(([kind]) => {
      const held = home?.names[kind];
      return held === undefined ? [] : [[kind, held.value] as const];
    }),
  };
}

const NOTHING: Omit<Placing, 'home'> = { joins: null, learned: [], taken: [], replaced: [] };

/** One conversation known by a user id alone and one known by a phone alone, shown together. */
const isOneCustomer = (byUserId: Holder, byPhone: Holder): boolean =>
  byUserId.conversationId !== byPhone.conversationId &&
  byPhone.names.user_id === undefined &&
  byUserId.names.wa_id === undefined;

/** The conversation with the phone, else the one with the parent id, unless their user id says it is somebody else. */
const knownAlready = (shown: CustomerNames, { byPhone, byParent }: Holders): Holder | null => {
  if (byPhone !== null && !isSomebodyElse(shown, byPhone)) return byPhone;
  const contradicts = byParent !== null && (isSomebodyElse(shown, byParent) || hasOtherPhone(shown, byParent));
  return contradicts ? null : byParent;
};

/** Another user id is somebody else; only phone and parent id together say that the same customer got a new one. */
const isSomebodyElse = (shown: CustomerNames, { names }: Holder): boolean => {
  if (shown.userId === null || names.user_id === undefined || names.user_id.value === shown.userId) return false;
  return !(isSame(shown.waId, names.wa_id) && isSame(shown.parentUserId, names.parent_user_id));
};

const isSame = (shown: string | null, held: HeldName | undefined): boolean => shown !== null && held?.value === shown;

const hasOtherPhone = ({ waId }: CustomerNames, { names }: Holder): boolean =>
  waId !== null && names.wa_id !== undefined && names.wa_id.value !== waId;

/** Who has the name of each kind that was shown. */
export const holderIn = ({ byPhone, byUserId, byParent }: Holders): Record<AliasKind, Holder | null> => ({
  wa_id: byPhone,
  user_id: byUserId,
  parent_user_id: byParent,
  username: null,
});

/** Whether `home` gets the name: it has it not yet, nobody else keeps it, and neither side learned of it later. */
function mayGain([kind]: Alias, atMs: number, home: Holder | null, joins: string | null, holders: Holders): boolean {
  const holder = holderIn(holders)[kind];
  if (holder === null) return isNotLater(home?.names[kind], atMs);
  if (holder.conversationId === home?.conversationId || holder.conversationId === joins) return false;
  if (kind === 'parent_user_id') return false;
  return isNotLater(home?.names[kind], atMs) && isNotLater(holder.names[kind], atMs);
}

const isNotLater = (held: HeldName | undefined, atMs: number): boolean => held === undefined || held.sinceMs <= atMs;

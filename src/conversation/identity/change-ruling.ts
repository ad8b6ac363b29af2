import type { IdentityChange } from '../incoming.js';
import { type Alias, type AliasKind, namesOf } from './alias.js';
import { type Holder, holderIn, type Holders, type Placing } from './place-ruling.js';

/** A new number comes with new user ids, also where the notice does not name them. */
const LOST_WITH_NUMBER: readonly AliasKind[] = ['wa_id', 'user_id', 'parent_user_id'];

/**
 * What a notice about names changes in `home`, the customer's conversation. Somebody who is known by the new names
 * already is the same customer when the user id says so, or when that conversation began after the change
 * (`phoneIsNew`): its messages overtook the notice. Else the number was another person's before, who loses it.
 */
export function ruleChange(
  { current, isNewNumber, at }: IdentityChange,
  home: Holder,
  holders: Holders,
  phoneIsNew: boolean,
): Omit<Placing, 'home'> {
  const atMs = at.getTime();
  const sameCustomer = sameAs(current.userId, home, holders, phoneIsNew);
  const joins = sameCustomer?.conversationId ?? null;
  const shown = namesOf(current).filter(([kind, value]) => {
    const held = home.names[kind];
    return held === undefined || (held.value !== value && held.sinceMs <= atMs);
  });
  const gained = shown.filter(([kind, value]) => sameCustomer?.names[kind]?.value !== value);
  const lost = isNewNumber && shown.length > 0 ? LOST_WITH_NUMBER : shown.map(([kind]) => kind);
  const holderOf = holderIn(holders);
  const isTaken = ([kind]: Alias): boolean => holderOf[kind] !== null;
  return {
    joins,
    learned: gained.filter((name) => !isTaken(name)),
    taken: gained.filter(isTaken),
    replaced: lost.flatMap((kind) => replacedIn(home, kind, current, atMs)),
  };
}

const sameAs = (userId: string | null, home: Holder, holders: Holders, phoneIsNew: boolean): Holder | null => {
  const { byUserId, byPhone } = holders;
  if (byUserId !== null && byUserId.conversationId !== home.conversationId) return byUserId;
  if (byPhone === null || byPhone.conversationId === home.conversationId || !phoneIsNew) return null;
  const other = byPhone.names.user_id?.value;
  return other === undefined || userId === null || other === userId ? byPhone : null;
};

const replacedIn = (home: Holder, kind: AliasKind, current: IdentityChange['current'], atMs: number): Alias[] => {
  const held = home.names[kind];
  if (held === undefined || held.sinceMs > atMs) return [];
  const isKept = namesOf(current).some(([other, value]) => other === kind && value === held.value);
  return isKept ? [] : [[kind, held.value]];
};

import type { CustomerIdentity, CustomerNames } from '../incoming.js';

/** Business-scoped user id, `CC.…`, or its parent form `CC.ENT.…`. */
export const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

/** What a customer may be known by. A username says nothing of who somebody is: it is shown, and nobody is found by it. */
export type AliasKind = 'wa_id' | 'user_id' | 'parent_user_id' | 'username';

export type Alias = readonly [kind: AliasKind, value: string];

/** Names that say who somebody is. The phone comes first: it is the name that operators use. */
export function namesOf({ waId, userId, parentUserId }: CustomerNames): Alias[] {
  const names: Alias[] = [];
  if (waId !== null) names.push(['wa_id', waId]);
  if (userId !== null) names.push(['user_id', userId]);
  if (parentUserId !== null) names.push(['parent_user_id', parentUserId]);
  return names;
}

/** … and the username beside them. */
export const aliasesOf = (identity: CustomerIdentity): Alias[] =>
  identity.username === null ? namesOf(identity) : [...namesOf(identity), ['username', identity.username]];

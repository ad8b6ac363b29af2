import { CallerError } from '../../infra/errors.js';

/** One page; `next_cursor` is null on the last. */
export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

/** The first `limit` of `found`, which was asked for one more to see whether there is a next page. */
export function pageOf<Row, Item>(
  found: Row[],
  limit: number,
  cursorAfter: (last: Row) => string,
  viewOf: (row: Row) => Item,
): Page<Item> {
  const last = found.length > limit ? found[limit - 1] : undefined;
  return { items: found.slice(0, limit).map(viewOf), next_cursor: last === undefined ? null : cursorAfter(last) };
}

/** @throws CallerError 400 when the cursor does not have this form */
export function matchCursor(cursor: string, form: RegExp): RegExpExecArray {
  const match = form.exec(cursor);
  if (match === null) throw new CallerError(400, ['cursor must be the next_cursor of an earlier page']);
  return match;
}

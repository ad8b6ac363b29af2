/** How fast a place further down counts less. Source: Cormack, Clarke and Büttcher, reciprocal rank fusion, SIGIR 2009. */
const FLATNESS = 60;

/**
 * One list of several, each best first: what stands high in more than one comes first. Their scores cannot be compared,
 * so places alone count.
 */
export function fuse(lists: readonly (readonly number[])[], limit: number): number[] {
  const scores = new Map<number, number>();
  for (const list of lists) {
    for (const [at, id] of list.entries()) scores.set(id, (scores.get(id) ?? 0) + 1 / (FLATNESS + at + 1));
  }
  const ranked = [...scores].toSorted(([, one], [, other]) => other - one);
  return ranked.slice(0, limit).map(([id]) => id);
}

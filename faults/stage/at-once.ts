/** Works on all items, so many at a time; the first failure is everybody's. */
export async function atOnce<T>(
  limit: number,
  items: readonly T[],
  work: (item: T, at: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) await work(items[at] as T, at);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
}

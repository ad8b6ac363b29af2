const LIMIT_MS = 10_000;

/** Calls a JSON API. @throws Error that names the call and what came back, when that is no success. */
export async function callJson<T>(
  url: string,
  { body, key }: { body?: object; key?: string | undefined } = {},
): Promise<T> {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(LIMIT_MS),
  }).catch((cause: Error) => {
    throw new Error(`${url} did not answer: ${cause.message}`, { cause });
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${new URL(url).pathname} answered ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

/** @throws Error with `advice` when nobody answers at `url`. */
export async function requireRunning(url: string, advice: string): Promise<void> {
  const isRunning = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS) }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!isRunning) throw new Error(advice);
}

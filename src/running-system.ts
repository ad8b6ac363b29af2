/**
 * Asks the system that runs at PORT of this machine to do something, as the first operator of the settings.
 * @throws Error that says in words why it was not done
 */
export async function postToRunning<Answer>(
  path: string,
  { PORT, OPERATOR_API_KEYS }: NodeJS.ProcessEnv,
): Promise<Answer> {
  const url = `http://127.0.0.1:${PORT || 5000}${path}`;
  const key = OPERATOR_API_KEYS?.split(',')[0]?.split(':')[1]?.trim();
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const answer = await fetch(url, { method: 'POST', headers }).catch(() => {
    throw new Error(`Nothing answers at ${url}. Start the system (npm start), or set DB_URL.`);
  });
  const body = (await answer.json()) as Answer & { message?: string };
  if (!answer.ok) throw new Error(`The system at ${url} refused: ${body.message}`);
  return body;
}

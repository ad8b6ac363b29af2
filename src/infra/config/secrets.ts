import type { Settings } from './settings.js';

/** Of a key or password that is shorter, or is a word, nobody can tell whether it is meant. */
const SHORTEST = 8;

/** Every secret among the settings; those that anybody could write without knowing them are left out. */
export function secretsIn(settings: Settings): string[] {
  const { DB_URL, REDIS_URI, QUEUE_REDIS_URI, WHATSAPP_APP_SECRET, OPERATOR_API_KEYS, TOOL_SECRETS } = settings;
  const { GOOGLE_API_KEY, WHATSAPP_ACCESS_TOKEN, VERIFY_TOKEN, MEDIA_BUCKET_KEY_ID, MEDIA_BUCKET_SECRET } = settings;
  const alone = [GOOGLE_API_KEY, WHATSAPP_ACCESS_TOKEN, VERIFY_TOKEN, MEDIA_BUCKET_KEY_ID, MEDIA_BUCKET_SECRET];
  return [
    ...[DB_URL, REDIS_URI, QUEUE_REDIS_URI].map(passwordIn),
    ...[...OPERATOR_API_KEYS, ...TOOL_SECRETS].map((pair) => pair.slice(pair.indexOf(':') + 1)),
    ...WHATSAPP_APP_SECRET,
    ...alone,
  ].filter((secret): secret is string => secret !== undefined && isTellable(secret));
}

const passwordIn = (url: string | undefined): string | undefined => {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { password } = new URL(url);
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
};

const isTellable = (secret: string): boolean => secret.length >= SHORTEST && !/^\p{L}+$/u.test(secret);

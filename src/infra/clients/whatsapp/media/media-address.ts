/** Hosts of the platform from which files come, beside the API's own. Source: Cloud API, download media. */
const HOSTS = /^(?:lookaside\.fbsbx\.com|(?:[a-z0-9-]{1,63}\.){1,10}fbcdn\.net)$/;

const LONGEST = 4_096;

/** Whether an address lies at the API itself, whose origin the settings name and which may be a stand-in. */
export const isOfApi = (address: URL, api: URL): boolean => address.origin === api.origin;

/**
 * An address from outside as one that may be given our token: at the API's own origin, or by HTTPS on its usual port
 * at a host of the platform. Null for every other, whatever it is written like.
 */
export function mediaAddress(text: string, api: URL, base?: URL): URL | null {
  if (text.length > LONGEST || !URL.canParse(text, base?.href)) return null;
  const address = new URL(text, base);
  if (address.username !== '' || address.password !== '') return null;
  if (isOfApi(address, api)) return address;
  return address.protocol === 'https:' && address.port === '' && HOSTS.test(address.hostname) ? address : null;
}

import type { Settings } from '../../config/settings.js';

/** Where the platform's API is, and as whom it is asked. */
export interface GraphAccess {
  /** With its version, without a slash at the end. */
  url: string;
  headers: { authorization: string };
}

export const graphAccess = (settings: Settings): GraphAccess => ({
  url: `${settings.WHATSAPP_API_URL.replace(/\/$/, '')}/${settings.WHATSAPP_API_VERSION}`,
  headers: { authorization: `Bearer ${settings.WHATSAPP_ACCESS_TOKEN}` },
});

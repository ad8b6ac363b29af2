import type { Evidence } from '../claims/unsourced.js';
import { type Link, linksIn } from './links.js';

/** Hosts where anybody may have a page, or that lead anywhere: of these only the very address counts. */
const ANYBODYS = new Set(
  `wa.me api.whatsapp.com chat.whatsapp.com t.me m.me bit.ly tinyurl.com goo.gl t.co ow.ly cutt.ly is.gd rb.gy rebrand.ly
  forms.gle docs.google.com drive.google.com sites.google.com maps.app.goo.gl g.co youtu.be youtube.com linktr.ee instagram.com
  facebook.com fb.me x.com twitter.com tiktok.com linkedin.com paypal.me paypal.com buy.stripe.com dropbox.com
  onedrive.live.com 1drv.ms wetransfer.com github.io notion.site`.split(/\s+/),
);

/**
 * The links of a text that the business gave nobody reason to send: their host stands neither in its documents nor in
 * what a colleague or the assistant wrote, nor in the setting; of what a tool answered, the very address counts.
 * @param hosts which, with all below them, may always be sent
 */
export function foreignLinks(text: string, evidence: Evidence, hosts: readonly string[]): Link[] {
  const links = linksIn(text);
  if (links.length === 0) return links;
  const given = [...evidence.documents, ...evidence.colleagues, ...evidence.assistant].flatMap((source) =>
    linksIn(source, true),
  );
  const told = evidence.tools.flatMap((source) => linksIn(source, true));
  const givenHosts = new Set(given.map(({ host }) => host));
  const addresses = new Set([...given, ...told].map(({ address }) => address));
  return links.filter(({ host, address }) => {
    if (host === null) return true;
    if (addresses.has(address) || hosts.some((allowed) => host === allowed || host.endsWith(`.${allowed}`)))
      return false;
    return ANYBODYS.has(host) || !givenHosts.has(host);
  });
}

/**
 * The API's addresses are absolute, under the name the server knows itself by; the reader may have come by another one
 * (localhost, an IP address, a tunnel). What is the server's own is then asked of the host the reader is on.
 */

/** What addresses of this server start with, origin and path, without a slash at the end. @type {Set<string>} */
const own = new Set([location.origin]);

/**
 * Learns a name of this server from an address that can only be its own.
 * @param {string|null|undefined} address
 */
export function learnOrigin(address) {
  if (address && URL.canParse(address)) own.add(new URL(address).origin);
}

/**
 * Learns what the site's own pages start with, which may have a path of its own (`https://example.org/health`).
 * @param {string|null|undefined} address
 */
export function learnSite(address) {
  if (!address || !URL.canParse(address)) return;
  const { origin, pathname } = new URL(address);
  own.add(origin + pathname.replace(/\/+$/, ""));
}

/**
 * The address as this page should use it: a path for what is this server's, unchanged for anything else.
 * @param {string} address
 */
export function onThisHost(address) {
  if (!/^https?:/i.test(address) || !URL.canParse(address)) return address;
  const { href } = new URL(address);
  const starts = [...own].filter((start) => href.startsWith(start) && /^([/?#]|$)/.test(href.slice(start.length)));
  if (!starts.length) return address;
  const rest = href.slice(Math.max(...starts.map((start) => start.length)));
  return rest.startsWith("/") ? rest : `/${rest}`;
}

/** The site's languages, and the one an address is in: translations keep their slug, below a prefix of their own. */

/** The default language first; it is the one without a prefix. */
const codes = (document.documentElement.dataset.locales || document.documentElement.lang).split(" ");

export const DEFAULT_LOCALE = codes[0];

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a percent sign typed by hand: taken as it stands
  }
}

/**
 * The parts of a path as people read them: `["articles", "über-uns"]`.
 * @param {string} pathname
 */
export const pathParts = (pathname) => pathname.split("/").filter(Boolean).map(decoded);

/**
 * The language of a path, and its parts below the language's prefix.
 * @param {string} pathname
 * @returns {{locale: string, below: string[]}}
 */
export function localeOfPath(pathname) {
  const [first, ...rest] = pathParts(pathname);
  if (first !== undefined && first !== DEFAULT_LOCALE && codes.includes(first)) return { locale: first, below: rest };
  return { locale: DEFAULT_LOCALE, below: pathParts(pathname) };
}

/**
 * Whether two addresses lead to the same page, whatever their encoding and slashes at the end.
 * @param {string} one a path, or an address with its origin
 * @param {string} other
 */
export function isSamePath(one, other) {
  const [a, b] = [one, other].map((address) => pathParts(new URL(address, location.href).pathname).join("/"));
  return a === b;
}

/** @param {string} locale */
export const homePath = (locale) => (locale === DEFAULT_LOCALE ? "/" : `/${locale}/`);

/**
 * What a language calls itself: `Deutsch`, `Español`.
 * @param {string} locale
 */
export function languageName(locale) {
  const name = new Intl.DisplayNames([locale], { type: "language" }).of(locale) ?? locale;
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

/** The way to the other languages of the site, in the masthead: to the same page where it is translated, else to its home. */

import { el, icon, safeUrl } from "./dom.js";
import { homePath, languageName } from "./locale.js";
import { word } from "./words.js";

/** @typedef {{locale: string, html_url: string}} Translation */

/**
 * The links to a site's languages; null for a site with one.
 * @param {import("./types.js").Site} site
 * @param {string} current
 */
export function languageLinks({ locales = [] }, current) {
  if (locales.length < 2) return null;
  return el("nav", { class: "languages", "aria-label": word("languages") }, icon("globe"),
    el("ul", {}, locales.map(({ code }) => el("li", {}, el("a", {
      href: homePath(code), lang: code, hreflang: code, "aria-current": code === current ? "true" : null,
    }, languageName(code))))));
}

/**
 * Has the links lead to the page that is shown, in every language that has it.
 * @param {Translation[]} translations
 */
export function pointLanguages(translations) {
  const addresses = new Map(translations.map(({ locale, html_url: address }) => [locale, safeUrl(address)]));
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".languages a"))) {
    link.setAttribute("href", addresses.get(link.hreflang) ?? homePath(link.hreflang));
  }
}

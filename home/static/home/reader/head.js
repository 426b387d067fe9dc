/** Keeps the document true to what is shown: language, title, description, addresses, structured data. */

import { el } from "./dom.js";
import { pointLanguages } from "./languages.js";
import { directionOf, word } from "./words.js";

/** @param {string} selector @param {() => HTMLElement} make */
function inHead(selector, make) {
  const found = /** @type {HTMLElement|null} */ (document.head.querySelector(selector));
  if (found) return found;
  const made = make();
  document.head.append(made);
  return made;
}

/**
 * Describes the page that is shown; what is left out is taken away.
 * @param {{title: string, locale: string, siteTitle?: string, description?: string, canonical?: string,
 *   translations?: {locale: string, html_url: string}[], alternates?: {type: string, title: string, href: string}[],
 *   jsonLd?: object|null, indexed?: boolean}} page `translations` with the page itself among them; `alternates` the same
 *   page, or what is said of it, in other formats
 */
export function describe({ title, locale, siteTitle = "", description = "", canonical = "", translations = [], alternates = [], jsonLd = null, indexed = true }) {
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
  document.title = siteTitle && siteTitle !== title ? `${title} · ${siteTitle}` : title;
  inHead("meta[name=description]", () => el("meta", { name: "description" })).setAttribute("content", description);
  if (canonical) inHead("link[rel=canonical]", () => el("link", { rel: "canonical" })).setAttribute("href", canonical);
  else document.head.querySelector("link[rel=canonical]")?.remove();
  for (const old of document.head.querySelectorAll("link[rel=alternate][hreflang]")) old.remove();
  for (const one of translations) document.head.append(el("link", { rel: "alternate", hreflang: one.locale, href: one.html_url }));
  for (const old of document.head.querySelectorAll("link[rel=alternate][data-page]")) old.remove();
  for (const one of alternates) document.head.append(el("link", { rel: "alternate", "data-page": "", ...one }));
  document.head.querySelector("script[type='application/ld+json']")?.remove();
  if (jsonLd && Object.keys(jsonLd).length) {
    document.head.append(el("script", { type: "application/ld+json" }, JSON.stringify(jsonLd)));
  }
  pointLanguages(translations);
  const skip = document.querySelector(".skip-link");
  if (skip) skip.textContent = word("skip_link");
  document.head.querySelector("meta[name=robots]")?.remove();
  if (!indexed) document.head.append(el("meta", { name: "robots", content: "noindex" }));
}

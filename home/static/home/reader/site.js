/** The frame of every page: the masthead with the site's name and navigation, and the footer. */

import { listPath } from "./addresses.js";
import { ApiError, get } from "./api.js";
import { el, icon, richText, safeUrl } from "./dom.js";
import { languageLinks } from "./languages.js";
import { DEFAULT_LOCALE, homePath } from "./locale.js";
import { learnSite } from "./origin.js";
import { subscription } from "./subscribe.js";
import { word } from "./words.js";

/** @typedef {import("./types.js").Site} Site */

/** @param {import("./types.js").SiteLink} link */
function siteLink(link) {
  const href = safeUrl(link.url);
  return href ? el("li", {}, el("a", { href }, link.label)) : null;
}

/** @param {Site} site */
export function siteTitle(site) {
  return site.title || word("site_untitled");
}

/**
 * Whether the site has pages in a language; one that tells nothing of itself is believed to.
 * @param {Site} site
 * @param {string} locale
 */
export const hasLocale = ({ locales }, locale) => locale === DEFAULT_LOCALE || !locales || locales.some(({ code }) => code === locale);

/** @param {Site} site @param {string} locale */
function masthead(site, locale) {
  const links = (site.navigation ?? []).map(siteLink).filter(Boolean);
  return el("div", { class: "wrap masthead-row" },
    el("a", { class: "brand", href: homePath(hasLocale(site, locale) ? locale : DEFAULT_LOCALE) }, icon("mark"), el("span", {}, siteTitle(site))),
    links.length ? el("nav", { class: "masthead-nav", "aria-label": word("main_navigation") }, el("ul", { class: "masthead-links" }, links)) : null,
    el("a", { class: "masthead-search", href: `${listPath(hasLocale(site, locale) ? locale : DEFAULT_LOCALE)}#search` }, icon("search"), el("span", {}, word("search"))),
    languageLinks(site, locale));
}

/** @param {Site} site @param {string} locale */
function footer(site, locale) {
  const links = (site.footer_links ?? []).map(siteLink).filter(Boolean);
  const faq = site.faq ?? [];
  return el("div", { class: "wrap footer-grid" },
    el("div", { class: "footer-about" },
      el("p", { class: "brand" }, icon("mark"), el("span", {}, siteTitle(site))),
      site.tagline ? el("p", {}, site.tagline) : null,
      el("div", { class: "footer-note prose" }, site.footer_text
        ? richText(site.footer_text)
        : el("p", {}, word("footer_note"))),
      subscription(hasLocale(site, locale) ? locale : DEFAULT_LOCALE)),
    faq.length ? el("div", { class: "footer-faq" }, el("h2", {}, word("common_questions")), faq.map(question)) : null,
    links.length ? el("nav", { class: "footer-links", "aria-label": word("footer_navigation") }, el("ul", {}, links)) : null);
}

/** @param {{question: string, answer: string}} item */
function question(item) {
  return el("details", { class: "footer-question" }, el("summary", {}, item.question, icon("chevron")),
    el("div", { class: "prose" }, richText(item.answer)));
}

/** @param {Site} site @param {string} locale */
function showFrame(site, locale) {
  document.getElementById("masthead")?.replaceChildren(masthead(site, locale));
  document.getElementById("footer")?.replaceChildren(footer(site, locale));
}

/** The answers asked for by their language, and the one that the frame shows. @type {Map<string, Promise<Site>>} */
const answers = new Map();

/** @type {{answer: Promise<Site>|null, locale: string}} */
let shown = { answer: null, locale: "" };

/**
 * The site's title, navigation and footer, with which masthead and footer are filled; a site that tells nothing of
 * itself is shown without them.
 * @param {string} locale the language of the frame
 * @returns {Promise<Site>}
 */
export async function loadSite(locale) {
  const asked = answers.get(locale) ?? get("site/", { params: { locale } }).catch((error) => {
    // A passing failure is asked again with the next page; a site without the resource is not.
    if (!(error instanceof ApiError && error.status === 404)) answers.delete(locale);
    return {};
  });
  answers.set(locale, asked);
  const site = await asked;
  learnSite(site.url);
  if (shown.answer !== asked || shown.locale !== locale) showFrame(site, locale);
  shown = { answer: asked, locale };
  return site;
}

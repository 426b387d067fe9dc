/** The list of articles, whole or of a topic: a search box, filters with their counts, and cards with their evidence. */

import { EVERYTHING, listPath } from "./addresses.js";
import { ApiError, get } from "./api.js";
import { showArticle } from "./article.js";
import { cardGrid, keptCards, loadCards } from "./cards.js";
import { announce, el, focusOn, icon, safeUrl } from "./dom.js";
import { evidenceFilters, hasFilters, loadFacets, loadTopics, topicLinks } from "./filters.js";
import { quantity } from "./format.js";
import { describe } from "./head.js";
import { isSamePath } from "./locale.js";
import { showMissing } from "./missing.js";
import { moveTo } from "./router.js";
import { searchBox } from "./search.js";
import { hasLocale, loadSite, siteTitle } from "./site.js";
import { failure, listSkeleton, smallFailure } from "./states.js";
import { word } from "./words.js";

/** @typedef {import("./addresses.js").Choice} Choice */
/** @typedef {import("./addresses.js").Route} Route */
/** @typedef {import("./types.js").Site} Site */
/** @typedef {import("./types.js").TopicDocument} TopicDocument */
/** @typedef {Route & {signal: AbortSignal, first: boolean}} ListVisit */

/** What the API is asked for a choice. @param {string} locale @param {Choice} choice @returns {import("./cards.js").Asked} */
function askedFor(locale, { topic, search, certainty, design }) {
  const found = search ? { search, order: "relevance", highlight: "true" } : {};
  return { locale, topic, certainty, study_design: design, ...found };
}

/** @param {Choice} choice */
const isNarrowed = (choice) => Boolean(choice.search) || hasFilters(choice);

/** @param {number} total @param {Choice} choice */
const countWords = (total, { search }) =>
  search ? quantity(total, "articles_found_for", { search }) : quantity(total, "articles_found");

/** @param {string} locale @param {Choice} choice */
function emptyList(locale, choice) {
  const { search } = choice;
  const kind = search ? "nothing_found" : hasFilters(choice) ? "no_match" : "no_articles";
  const title = /** @type {const} */ ({ nothing_found: "nothing_found_title", no_match: "no_match_title", no_articles: "no_articles_title" })[kind];
  const text = /** @type {const} */ ({ nothing_found: "nothing_found_text", no_match: "no_match_text", no_articles: "no_articles_text" })[kind];
  return el("div", { class: "empty" }, icon("search"), el("h2", {}, word(title, { search })), el("p", {}, word(text)),
    isNarrowed(choice) || choice.topic
      ? el("p", { class: "empty-ways" },
          search && (hasFilters(choice) || choice.topic)
            ? el("a", { class: "button", href: listPath(locale, { search }) }, word("search_everything"))
            : null,
          el("a", { class: "button button-quiet", href: listPath(locale) }, word("see_all_articles")))
      : null);
}

/**
 * The part of the page that changes with the choice: filters, how many there are, cards. It follows the search box and the
 * filters without the page being shown anew, and keeps the address true to what it shows.
 * @param {{locale: string, base: Choice, choice: Choice, signal: AbortSignal, hasLead: boolean, path: string,
 *   onChange: (choice: Choice) => void}} list `base` is the choice of the page without any narrowing, `path` its own
 *   address where that is not the list's
 */
function results({ locale, choice, signal, hasLead, path, onChange }) {
  const root = el("div", { class: "wrap results", id: "results" });
  let asking = new AbortController();
  let isOpen = false;

  /** @param {Choice} wanted */
  const addressOf = (wanted) => (path && !wanted.topic ? path + listPath(locale, wanted).replace(/^[^?]*/, "") : listPath(locale, wanted));

  /** @param {{said?: boolean}} [how] whether to say aloud how many there are */
  async function show({ said = false } = {}) {
    asking.abort();
    asking = new AbortController();
    const { signal: mine } = asking;
    const asked = askedFor(locale, choice);
    root.setAttribute("aria-busy", "true");
    try {
      const [loaded, facets] = await Promise.all([loadCards(asked, mine), loadFacets(asked, mine)]);
      if (signal.aborted || mine.aborted) return;
      const fold = root.querySelector("details.filters");
      isOpen = fold instanceof HTMLDetailsElement ? fold.open : isOpen;
      const count = countWords(loaded.total, choice);
      root.replaceChildren(
        evidenceFilters(facets, { locale, choice, open: isOpen }) ?? "",
        isNarrowed(choice) && loaded.total ? el("p", { class: "results-count" }, count) : "",
        loaded.items.length
          ? cardGrid(loaded, { asked, signal, hasLead: hasLead && !isNarrowed(choice) })
          : emptyList(locale, choice));
      if (said) announce(loaded.total ? count : root.querySelector(".empty h2")?.textContent ?? "");
    } catch (error) {
      if (!signal.aborted && !mine.aborted) root.replaceChildren(smallFailure(error, () => show({ said: true })));
    } finally {
      if (!mine.aborted) root.removeAttribute("aria-busy");
    }
  }

  /** @param {Choice} wanted @param {{replace: boolean}} how */
  function change(wanted, how) {
    choice = wanted;
    moveTo(addressOf(choice), how);
    onChange(choice);
    return show({ said: true });
  }

  // A filter is a link, to be copied or opened elsewhere; followed here, it leaves the reader where they are.
  root.addEventListener("click", async (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-filter]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const asked = new URL(link.href).searchParams;
    const key = link.dataset.filter;
    await change({ ...choice, certainty: asked.get("certainty") ?? "", design: asked.get("study_design") ?? "" }, { replace: false });
    focusOn(root.querySelector(key ? `[data-filter="${CSS.escape(key)}"]` : "summary") ?? root.querySelector("summary"));
  });

  return {
    root,
    show,
    /** @param {string} search */
    search: (search) => change({ ...choice, search }, { replace: Boolean(choice.search) }),
  };
}

/** The list in every language of the site. @param {Site} site @returns {{locale: string, html_url: string}[]} */
function listTranslations({ locales = [] }) {
  if (locales.length < 2) return [];
  return locales.map(({ code }) => ({ locale: code, html_url: location.origin + listPath(code) }));
}

/**
 * Whether there is a list at the address: at the root of every language, and where an index page is below it.
 * @param {Route} route
 * @param {AbortSignal} signal
 */
async function isThere({ name, locale, slug, path }, signal) {
  if (!hasLocale(await loadSite(locale), locale)) return false;
  if (name !== "index") return true;
  const params = { type: "articles.ArticleIndexPage", slug, locale, fields: "_,html_url" };
  const { items } = await get("pages/", { params, signal });
  return items.some((/** @type {any} */ { meta }) => isSamePath(safeUrl(meta.html_url) ?? "", path));
}

/** @param {Route} route @param {AbortSignal} signal @returns {Promise<TopicDocument|null>} null where there is none */
async function loadTopic({ slug, locale }, signal) {
  try {
    return await get(`topics/${encodeURIComponent(slug)}/`, { params: { locale }, signal });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** @param {Site} site @param {TopicDocument|null} topic */
const listWords = (site, topic) =>
  topic ? { title: topic.name, lead: topic.description } : { title: siteTitle(site), lead: site.tagline ?? "" };

/** @param {string} locale @param {Site} site @param {TopicDocument|null} topic @param {Choice} choice */
function describeList(locale, site, topic, choice) {
  const { title, lead } = listWords(site, topic);
  const translations = topic?.meta.translations ?? [];
  describe({
    title: choice.search ? word("search_title", { search: choice.search, place: title }) : title,
    locale, siteTitle: siteTitle(site), description: lead,
    canonical: topic?.seo.canonical_url ?? location.origin + listPath(locale),
    translations: topic ? (translations.length ? [topic.meta, ...translations] : []) : listTranslations(site),
    jsonLd: topic?.seo.json_ld,
    indexed: !isNarrowed(choice),
  });
}

/**
 * Shows the article list in `main`.
 * @param {HTMLElement} main
 * @param {ListVisit} visit
 */
export async function showList(main, { signal, first, ...route }) {
  const { name, locale, choice } = route;
  const again = () => showList(main, { ...route, signal, first: true });
  if (!keptCards(askedFor(locale, choice))) main.replaceChildren(listSkeleton());
  try {
    const [site, there, topics, topic] = await Promise.all([
      loadSite(locale), isThere(route, signal), loadTopics(locale), name === "topic" ? loadTopic(route, signal) : null,
      loadCards(askedFor(locale, choice), signal),
    ]);
    if (signal.aborted) return;
    // A page of the tree may be below one that is called as the topics are.
    if (there && name === "topic" && !topic) return showArticle(main, { ...route, signal, first });
    if (!there) return showMissing(main, { locale, signal, first });
    const base = { ...EVERYTHING, topic: choice.topic };
    const path = name === "index" ? route.path : "";
    const links = el("div", {}, topicLinks(topics, { locale, choice }) ?? "");
    const list = results({
      locale, base, choice, signal, hasLead: !topic, path,
      onChange: (changed) => {
        links.replaceChildren(topicLinks(topics, { locale, choice: changed }) ?? "");
        describeList(locale, site, topic, changed);
      },
    });
    const { title, lead } = listWords(site, topic);
    const heading = el("h1", { class: "list-title" }, title);
    main.replaceChildren(
      el("div", { class: "wrap list-head" }, topic ? el("p", { class: "eyebrow" }, word("topic")) : null, heading,
        lead ? el("p", { class: "list-lead" }, lead) : null,
        searchBox({ search: choice.search, action: listPath(locale, base), onSearch: list.search }), links),
      list.root);
    // On a phone the topics stand in one line, longer than the screen.
    links.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
    describeList(locale, site, topic, choice);
    await list.show();
    if (!signal.aborted && !first && !location.hash) focusOn(heading);
  } catch (error) {
    if (signal.aborted) return;
    main.replaceChildren(failure(error, again, signal));
    describe({ title: word("site_untitled"), locale, indexed: false });
  }
}

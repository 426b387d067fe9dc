/** The list of articles: cards with their evidence at a glance, a filter by topic, and more on demand. */

import { get } from "./api.js";
import { announce, el, focusOn, icon, safeUrl } from "./dom.js";
import { evidenceBadge } from "./evidence.js";
import { formatDay, listNames, quantity } from "./format.js";
import { describe } from "./head.js";
import { isSamePath } from "./locale.js";
import { showMissing } from "./missing.js";
import { learnOrigin } from "./origin.js";
import { picture } from "./picture.js";
import { listPath } from "./router.js";
import { hasLocale, loadSite, siteTitle } from "./site.js";
import { failure, listSkeleton, smallFailure } from "./states.js";
import { word } from "./words.js";

/** @typedef {import("./types.js").ArticleCard} ArticleCard */
/** @typedef {import("./types.js").Topic} Topic */
/** @typedef {{items: ArticleCard[], total: number, next: {cursor?: string, offset?: number}|null, at: number}} Loaded */

const PAGE = 12;

/** How long (ms) going back shows the list as it was left, before it is asked for again. */
const KEPT = 5 * 60_000;

/** What was already loaded, by address: going back finds the list as it was, at the place it was left. @type {Map<string, Loaded>} */
const loadedLists = new Map();

/** Every topic met so far in a language, so that a filtered list still offers the others. @type {Map<string, Map<string, Topic>>} */
const topicsMet = new Map();

/** @param {string} locale */
function knownTopics(locale) {
  const known = topicsMet.get(locale) ?? new Map();
  topicsMet.set(locale, known);
  return known;
}

/**
 * @param {{locale: string, topic: string}} which
 * @param {Loaded|null} before
 * @param {AbortSignal} signal
 * @returns {Promise<Loaded>}
 */
async function loadMore({ locale, topic }, before, signal) {
  const answer = await get("articles/", { params: { locale, topic, limit: PAGE, ...before?.next }, signal });
  learnOrigin(answer.items[0]?.detail_url);
  const items = [...(before?.items ?? []), ...answer.items];
  const total = answer.meta.total_count ?? items.length;
  const cursor = answer.meta.next_cursor;
  const next = cursor ? { cursor } : items.length < total && answer.items.length ? { offset: items.length } : null;
  for (const item of answer.items) for (const one of item.topics ?? []) knownTopics(locale).set(one.slug, one);
  return { items, total, next, at: Date.now() };
}

/** A filtered list opened first knows only its own topics; the others come from the newest articles. @param {string} locale @param {AbortSignal} signal */
async function loadTopics(locale, signal) {
  const address = listPath(locale);
  if (!loadedLists.has(address)) loadedLists.set(address, await loadMore({ locale, topic: "" }, null, signal));
}

/**
 * A card; the whole of it leads to the article, by one link.
 * @param {ArticleCard} article
 * @param {{lead?: boolean}} [options] a lead card is wide and its picture large
 */
function articleCard(article, { lead = false } = {}) {
  const sizes = lead ? "(min-width: 60rem) 42rem, 100vw" : "(min-width: 60rem) 22rem, (min-width: 40rem) 50vw, 100vw";
  const names = (article.authors ?? []).map((person) => person.name);
  const comments = article.discussion?.comment_count ?? 0;
  return el("article", { class: lead ? "card card-lead" : "card" },
    el("div", { class: "card-picture" }, picture(article.image, { sizes, alt: "", eager: lead }) ?? icon("mark")),
    el("div", { class: "card-text" },
      article.topics?.length ? el("p", { class: "card-topics" }, article.topics.map((topic) => topic.name).join(" · ")) : null,
      el("h2", { class: "card-title" }, el("a", { href: safeUrl(article.html_url) }, article.title)),
      article.summary ? el("p", { class: "card-summary" }, article.summary) : null,
      article.evidence ? evidenceBadge(article.evidence) : null,
      el("p", { class: "card-meta" },
        names.length ? el("span", {}, listNames(names)) : null,
        article.published_at ? el("time", { datetime: article.published_at }, formatDay(article.published_at)) : null,
        article.reading_time_minutes ? el("span", {}, quantity(article.reading_time_minutes, "reading_time")) : null,
        comments ? el("span", { class: "card-comments" }, icon("comment"), quantity(comments, "comment_count")) : null)));
}

/** @param {string} locale @param {string} current */
function topicFilter(locale, current) {
  const known = knownTopics(locale);
  if (!known.size) return null;
  /** @param {string} slug @param {string} name */
  const chip = (slug, name) =>
    el("li", {}, el("a", { class: "chip", href: listPath(locale, slug), "aria-current": slug === current ? "page" : null }, name));
  const topics = [...known.values()].sort((a, b) => a.name.localeCompare(b.name, locale));
  return el("nav", { class: "topics", "aria-label": word("topics") },
    el("ul", {}, chip("", word("all_articles")), topics.map((topic) => chip(topic.slug, topic.name))));
}

/** @param {string} locale @param {string} topic */
function emptyList(locale, topic) {
  return el("div", { class: "empty" }, icon("search"),
    el("h2", {}, word(topic ? "empty_topic_title" : "no_articles_title")),
    el("p", {}, word(topic ? "empty_topic_text" : "no_articles_text")),
    topic ? el("a", { class: "button", href: listPath(locale) }, word("see_all_articles")) : null);
}

/**
 * @param {Loaded} loaded
 * @param {{locale: string, topic: string, signal: AbortSignal}} context
 */
function cardGrid(loaded, { locale, topic, signal }) {
  const grid = el("div", { class: "cards" }, loaded.items.map((item, index) => articleCard(item, { lead: index === 0 && !topic })));
  const more = el("div", { class: "more" });
  const button = el("button", { class: "button button-quiet", type: "button" }, word("show_more_articles"));

  const load = async () => {
    button.disabled = true;
    button.textContent = word("loading");
    try {
      const before = loaded;
      loaded = await loadMore({ locale, topic }, before, signal);
      loadedLists.set(listPath(locale, topic), loaded);
      const cards = loaded.items.slice(before.items.length).map((item) => articleCard(item));
      grid.append(...cards);
      focusOn(cards[0]?.querySelector("a"));
      announce(quantity(cards.length, "more_articles_shown"));
      offer();
    } catch (error) {
      if (!signal.aborted) more.replaceChildren(smallFailure(error, load));
    }
  };
  const offer = () => {
    button.disabled = false;
    button.textContent = word("show_more_articles");
    more.replaceChildren(...(loaded.next ? [button] : []));
  };
  button.addEventListener("click", load);
  offer();
  return el("div", { class: "wrap" }, grid, more);
}

/** What a list says of itself. @param {import("./types.js").Site} site @param {Loaded} loaded @param {{locale: string, topic: string}} which */
function listWords(site, loaded, { locale, topic }) {
  if (!topic) return { title: siteTitle(site), lead: site.tagline };
  const title = knownTopics(locale).get(topic)?.name ?? topic;
  return { title, lead: quantity(loaded.total, "articles_on_topic", { topic: title }) };
}

/** The list in every language of the site. @param {import("./types.js").Site} site */
function listTranslations({ locales = [] }) {
  if (locales.length < 2) return [];
  return locales.map(({ code }) => ({ locale: code, html_url: location.origin + listPath(code) }));
}

/** @param {{locale: string, topic: string}} which @param {AbortSignal} signal */
async function firstPage({ locale, topic }, signal) {
  const address = listPath(locale, topic);
  const kept = loadedLists.get(address);
  if (kept && Date.now() - kept.at <= KEPT) return kept;
  const loaded = await loadMore({ locale, topic }, null, signal);
  loadedLists.set(address, loaded);
  return loaded;
}

/**
 * Whether there is a list at the address: at the root of every language, and where an index page is below it.
 * @param {import("./router.js").Route} route
 * @param {AbortSignal} signal
 */
async function isThere({ name, locale, slug, path }, signal) {
  if (!hasLocale(await loadSite(locale), locale)) return false;
  if (name === "list") return true;
  const params = { type: "articles.ArticleIndexPage", slug, locale, fields: "_,html_url" };
  const { items } = await get("pages/", { params, signal });
  return items.some((/** @type {any} */ { meta }) => isSamePath(safeUrl(meta.html_url) ?? "", path));
}

/**
 * Shows the article list in `main`.
 * @param {HTMLElement} main
 * @param {import("./router.js").Route & {signal: AbortSignal, first: boolean}} visit
 */
export async function showList(main, { signal, first, ...route }) {
  const { locale, topic } = route;
  const again = () => showList(main, { ...route, signal, first: true });
  if (!loadedLists.has(listPath(locale, topic))) main.replaceChildren(listSkeleton());
  try {
    const [site, loaded, there] = await Promise.all([loadSite(locale), firstPage(route, signal), isThere(route, signal)]);
    if (signal.aborted) return;
    if (!there) return showMissing(main, { locale, signal, first });
    if (topic) await loadTopics(locale, signal);
    if (signal.aborted) return;
    const { title, lead } = listWords(site, loaded, route);
    const heading = el("h1", { class: "list-title" }, title);
    main.replaceChildren(
      el("div", { class: "wrap list-head" }, topic ? el("p", { class: "eyebrow" }, word("topic")) : null, heading,
        lead ? el("p", { class: "list-lead" }, lead) : null, topicFilter(locale, topic)),
      loaded.items.length ? cardGrid(loaded, { locale, topic, signal }) : el("div", { class: "wrap" }, emptyList(locale, topic)));
    describe({
      title, locale, siteTitle: siteTitle(site), description: lead ?? "", canonical: location.origin + listPath(locale, topic),
      translations: topic ? [] : listTranslations(site),
      indexed: loaded.items.length > 0 || !topic,
    });
    if (!first) focusOn(heading);
  } catch (error) {
    if (signal.aborted) return;
    main.replaceChildren(failure(error, again, signal));
    describe({ title: word("site_untitled"), locale, indexed: false });
  }
}

/** Articles as cards, and more of them on demand. */

import { get } from "./api.js";
import { announce, el, focusOn, icon, richText, safeUrl } from "./dom.js";
import { evidenceBadge } from "./evidence.js";
import { formatDay, listNames, quantity } from "./format.js";
import { learnOrigin } from "./origin.js";
import { picture } from "./picture.js";
import { smallFailure } from "./states.js";
import { word } from "./words.js";

/** @typedef {import("./types.js").ArticleCard} ArticleCard */
/** @typedef {Record<string, string|number|undefined>} Asked parameters of `/articles/` */
/** @typedef {{items: ArticleCard[], total: number, next: {cursor?: string, offset?: number}|null, at: number}} Loaded */

const PAGE = 12;

/** How long (ms) going back shows the list as it was left, before it is asked for again. */
const KEPT = 5 * 60_000;

/** What was already loaded, by what was asked: going back finds the list as it was, at the place it was left. @type {Map<string, Loaded>} */
const loadedLists = new Map();

/** @param {Asked} asked */
const keyOf = (asked) => JSON.stringify(asked);

/**
 * The list as it was left a short while ago, if it was.
 * @param {Asked} asked
 */
export function keptCards(asked) {
  const kept = loadedLists.get(keyOf(asked));
  return kept && Date.now() - kept.at <= KEPT ? kept : null;
}

/**
 * The first articles of a list, or as many as were loaded of it a short while ago.
 * @param {Asked} asked
 * @param {AbortSignal} signal
 */
export const loadCards = async (asked, signal) => keptCards(asked) ?? loadMore(asked, null, signal);

/**
 * @param {Asked} asked
 * @param {Loaded|null} before
 * @param {AbortSignal} signal
 * @returns {Promise<Loaded>}
 */
async function loadMore(asked, before, signal) {
  const answer = await get("articles/", { params: { ...asked, limit: PAGE, ...before?.next }, signal });
  learnOrigin(answer.items[0]?.detail_url);
  const items = [...(before?.items ?? []), ...answer.items];
  const total = answer.meta.total_count ?? items.length;
  const cursor = answer.meta.next_cursor;
  const next = cursor ? { cursor } : items.length < total && answer.items.length ? { offset: items.length } : null;
  const loaded = { items, total, next, at: Date.now() };
  loadedLists.set(keyOf(asked), loaded);
  return loaded;
}

/**
 * A card; the whole of it leads to the article, by one link. Words that were searched for are marked.
 * @param {ArticleCard} article
 * @param {{lead?: boolean, level?: 'h2'|'h3'}} [options] a lead card is wide and its picture large
 */
function articleCard(article, { lead = false, level = "h2" } = {}) {
  const sizes = lead ? "(min-width: 60rem) 42rem, 100vw" : "(min-width: 60rem) 22rem, (min-width: 40rem) 50vw, 100vw";
  const names = article.authors.map((person) => person.name);
  const comments = article.discussion.comment_count;
  const { title, summary, text } = article.highlights ?? {};
  // Where the summary does not have the words that were searched for, the text shows them better.
  const passage = text && !summary?.includes("<mark>") ? text : summary;
  return el("article", { class: lead ? "card card-lead" : "card" },
    el("div", { class: "card-picture" }, picture(article.image, { sizes, alt: "", eager: lead }) ?? icon("mark")),
    el("div", { class: "card-text" },
      article.topics.length ? el("p", { class: "card-topics" }, article.topics.map((topic) => topic.name).join(" · ")) : null,
      el(level, { class: "card-title" }, el("a", { href: safeUrl(article.html_url) }, title ? richText(title) : article.title)),
      passage || article.summary ? el("p", { class: "card-summary" }, passage ? richText(passage) : article.summary) : null,
      evidenceBadge(article.evidence),
      el("p", { class: "card-meta" },
        names.length ? el("span", {}, listNames(names)) : null,
        article.published_at ? el("time", { datetime: article.published_at }, formatDay(article.published_at)) : null,
        article.reading_time_minutes ? el("span", {}, quantity(article.reading_time_minutes, "reading_time")) : null,
        comments ? el("span", { class: "card-comments" }, icon("comment"), quantity(comments, "comment_count")) : null)));
}

/**
 * Cards with a button that brings more of them.
 * @param {Loaded} loaded
 * @param {{asked: Asked, signal: AbortSignal, hasLead?: boolean, level?: 'h2'|'h3'}} context `level` of their headings
 */
export function cardGrid(loaded, { asked, signal, hasLead = false, level = "h2" }) {
  const grid = el("div", { class: "cards" }, loaded.items.map((item, index) => articleCard(item, { lead: index === 0 && hasLead, level })));
  const more = el("div", { class: "more" });
  const button = el("button", { class: "button button-quiet", type: "button" }, word("show_more_articles"));

  const load = async () => {
    button.disabled = true;
    button.textContent = word("loading");
    try {
      const before = loaded;
      loaded = await loadMore(asked, before, signal);
      const cards = loaded.items.slice(before.items.length).map((item) => articleCard(item, { level }));
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
  return el("div", {}, grid, more);
}

/** One article: its header, its body, its references, and the discussion below it. */

import { listPath } from "./addresses.js";
import { ApiError, get } from "./api.js";
import { renderBody } from "./blocks.js";
import { byline } from "./byline.js";
import { citeButton } from "./cite.js";
import { contents } from "./contents.js";
import { createDiscussion } from "./discussion.js";
import { el, focusOn, icon, safeUrl } from "./dom.js";
import { evidenceAtAGlance } from "./evidence.js";
import { formatDay } from "./format.js";
import { describe } from "./head.js";
import { isSamePath, languageName } from "./locale.js";
import { showMissing } from "./missing.js";
import { onward } from "./onward.js";
import { learnOrigin } from "./origin.js";
import { picture } from "./picture.js";
import { referenceList } from "./references.js";
import { reviewerDetails } from "./reviewers.js";
import { shareLinks } from "./share.js";
import { loadSite, siteTitle } from "./site.js";
import { articleSkeleton, failure } from "./states.js";
import { word } from "./words.js";

/** @typedef {import("./types.js").Article} Article */

/** Where an article lives, as others should link to it. @param {Article} article */
const address = ({ meta, seo }) => seo?.canonical_url || meta.html_url;

/** @param {Article} article */
function translations({ meta }) {
  if (!meta.translations?.length) return null;
  return el("p", { class: "translations" }, icon("globe"), el("span", { class: "translations-label" }, word("also_in")),
    meta.translations.map(({ locale, html_url: url }) => el("a", { href: safeUrl(url), lang: locale, hreflang: locale }, languageName(locale))));
}

/** @param {Article} article @param {Node|null} share */
function header(article, share) {
  const { locale } = article.meta;
  const topics = (article.topics ?? []).map(({ slug, name }) => el("a", { class: "topic-link", href: listPath(locale, { topic: slug }) }, name));
  return el("header", { class: "article-header" },
    el("p", { class: "trail" }, el("a", { href: listPath(locale) }, icon("arrow-left"), word("all_articles")), topics),
    el("h1", {}, article.title),
    article.summary ? el("p", { class: "lead" }, article.summary) : null,
    translations(article), byline(article), share);
}

/** @param {Article} article */
function hero({ image }) {
  const shown = picture(image, { sizes: "(min-width: 76rem) 72rem, 100vw", eager: true });
  return shown ? el("div", { class: "hero" }, shown) : null;
}

/** @param {Article} article */
function history({ change_history: changes = [] }) {
  if (!changes.length) return null;
  return el("details", { class: "changes", id: "change-history" }, el("summary", {}, icon("chevron"), word("change_history")),
    el("ol", {}, changes.map(({ at, note }) => el("li", {}, el("time", { datetime: at }, formatDay(at)), el("span", {}, note)))));
}

/** @param {Article} article */
function related({ related: articles = [] }) {
  if (!articles.length) return null;
  return el("section", { class: "related", "aria-labelledby": "related-title" },
    el("div", { class: "wrap" }, el("h2", { id: "related-title" }, word("related_articles")),
      el("ul", { class: "onward-list" }, articles.map(({ html_url: url, title }) =>
        el("li", {}, onward({ href: safeUrl(url), title }))))));
}

/**
 * The whole of an article laid out; without `share` and `discussion` as it stands before anybody can read it.
 * @param {Article} article
 * @param {{talk: import("./claims.js").Talk, signal: AbortSignal, share?: Node|null,
 *   discussion?: Node|null}} parts
 */
export function layOut(article, { talk, signal, share = null, discussion = null }) {
  const body = el("div", { class: "article-body" }, evidenceAtAGlance(article.evidence), renderBody(article.body, talk),
    referenceList(article.references, article.body), reviewerDetails(article), history(article), discussion);
  const root = el("article", { class: "article", lang: article.meta.locale },
    el("div", { class: "article-top" }, el("div", { class: "wrap" }, header(article, share), hero(article))),
    el("div", { class: "wrap article-columns" }, el("div", { class: "rail" }, contents(body, signal)), body));
  return el("div", {}, root, related(article));
}

/** @param {Article} article @param {AbortSignal} signal */
function page(article, signal) {
  const discussion = createDiscussion(article);
  const share = shareLinks({ title: article.title, url: address(article), summary: article.summary }, citeButton(article, signal));
  return layOut(article, { signal, share, talk: discussion.talk, discussion: discussion.element });
}

/** The article in other formats: its text for programs that read, and its comments for feed readers. @param {Article} article */
function alternates({ id, title, discussion }) {
  const twin = { type: "text/markdown", title, href: `${location.pathname.replace(/\/$/, "")}.md` };
  if (!discussion?.is_open && !discussion?.comment_count) return [twin];
  return [twin, { type: "application/rss+xml", title: `${word("discussion")}: ${title}`, href: `/feeds/comments/${id}.rss` }];
}

/** @param {Article} article @param {string} siteName */
function describeArticle(article, siteName) {
  const { title, summary, meta, seo } = article;
  describe({
    title: seo.title || title, locale: meta.locale, siteTitle: siteName, description: seo.description || summary || "",
    canonical: address(article), translations: meta.translations?.length ? [meta, ...meta.translations] : [],
    alternates: alternates(article), jsonLd: seo.json_ld,
  });
}

/**
 * The article at an address, by its slug and language; the slug alone would find it below any other path as well.
 * @param {import("./addresses.js").Route} route
 * @param {AbortSignal} signal
 * @returns {Promise<Article|null>} null where there is none
 */
async function find({ slug, locale, path }, signal) {
  try {
    const article = /** @type {Article} */ (await get(`articles/${encodeURIComponent(slug)}/`, { params: { locale }, signal }));
    learnOrigin(article.meta.detail_url);
    await loadSite(locale); // it tells what the addresses of its pages start with
    return isSamePath(safeUrl(article.meta.html_url) ?? "", path) ? article : null;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 410)) return null;
    throw error;
  }
}

/**
 * Shows an article in `main`, or why it cannot be shown.
 * @param {HTMLElement} main
 * @param {import("./addresses.js").Route & {signal: AbortSignal, first: boolean}} visit
 */
export async function showArticle(main, { signal, first, ...route }) {
  const { locale } = route;
  const again = () => showArticle(main, { ...route, signal, first: true });
  main.replaceChildren(articleSkeleton());
  try {
    const article = await find(route, signal);
    if (signal.aborted) return;
    if (!article) return showMissing(main, { locale, signal, first });
    const site = await loadSite(locale);
    if (signal.aborted) return;
    const root = page(article, signal);
    main.replaceChildren(root);
    describeArticle(article, siteTitle(site));
    if (!first) focusOn(root.querySelector("h1"));
  } catch (error) {
    if (signal.aborted) return;
    main.replaceChildren(failure(error, again, signal));
    describe({ title: word("wrong_title"), locale, indexed: false });
    if (!first) focusOn(main.querySelector("h1"));
  }
}

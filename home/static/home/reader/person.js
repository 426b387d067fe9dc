/** The page of somebody who writes or reviews articles: who they are, what might sway them, and their articles. */

import { personPath } from "./addresses.js";
import { ApiError, get } from "./api.js";
import { showArticle } from "./article.js";
import { avatar } from "./byline.js";
import { cardGrid, loadCards } from "./cards.js";
import { el, focusOn, icon, safeUrl } from "./dom.js";
import { describe } from "./head.js";
import { loadSite, siteTitle } from "./site.js";
import { failure, listSkeleton } from "./states.js";
import { word } from "./words.js";

/** @typedef {import("./types.js").AuthorDocument} Person */
/** @typedef {import("./cards.js").Loaded} Loaded */

/** @param {string} slug @param {string} locale @param {AbortSignal} signal @returns {Promise<Person|null>} null where there is none */
async function load(slug, locale, signal) {
  try {
    return await get(`authors/${encodeURIComponent(slug)}/`, { params: { locale }, signal });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** @param {Person} person */
function head(person) {
  const orcid = safeUrl(person.orcid);
  const paragraphs = person.biography.split(/\n{2,}/).filter(Boolean);
  return el("header", { class: "wrap person" }, el("div", { class: "person-picture" }, avatar(person)),
    el("div", { class: "person-words" },
      el("p", { class: "eyebrow" }, person.article_count ? word("author") : word("reviewer")),
      el("h1", {}, person.name),
      person.credentials ? el("p", { class: "person-credentials" }, person.credentials) : null,
      paragraphs.length ? el("div", { class: "prose person-biography" }, paragraphs.map((text) => el("p", {}, text))) : null,
      el("dl", { class: "person-facts" },
        orcid ? el("div", {}, el("dt", {}, word("orcid")), el("dd", {}, el("a", { href: orcid, rel: "noopener" }, orcid.replace(/^.*\//, ""), icon("external")))) : null,
        el("div", {}, el("dt", {}, word("conflicts_title")), el("dd", {}, person.conflicts || word("conflicts_not_stated"))))));
}

/** @param {string} title @param {Loaded} loaded @param {{asked: import("./cards.js").Asked, signal: AbortSignal}} context */
function shelf(title, loaded, { asked, signal }) {
  if (!loaded.items.length) return null;
  return el("section", { class: "wrap person-shelf" }, el("h2", {}, title), cardGrid(loaded, { asked, signal, level: "h3" }));
}

/**
 * Shows a person's page in `main`.
 * @param {HTMLElement} main
 * @param {import("./addresses.js").Route & {signal: AbortSignal, first: boolean}} visit
 */
export async function showPerson(main, { signal, first, ...route }) {
  const { locale, slug } = route;
  const again = () => showPerson(main, { ...route, signal, first: true });
  main.replaceChildren(listSkeleton());
  const written = { locale, author: slug };
  const reviewed = { locale, reviewer: slug };
  try {
    const [site, person, articles, reviews] = await Promise.all([
      loadSite(locale), load(slug, locale, signal), loadCards(written, signal), loadCards(reviewed, signal),
    ]);
    if (signal.aborted) return;
    // A page of the tree may be below one that is called as the people are.
    if (!person) return showArticle(main, { ...route, signal, first });
    const { name, meta, seo } = person;
    main.replaceChildren(head(person),
      shelf(word("articles_by", { name }), articles, { asked: written, signal }) ?? "",
      shelf(word("articles_reviewed_by", { name }), reviews, { asked: reviewed, signal }) ?? "");
    describe({
      title: name, locale, siteTitle: siteTitle(site), description: seo.description,
      canonical: seo.canonical_url || location.origin + personPath(locale, slug),
      translations: meta.translations.length ? [meta, ...meta.translations] : [], jsonLd: seo.json_ld,
    });
    if (!first) focusOn(main.querySelector("h1"));
  } catch (error) {
    if (signal.aborted) return;
    main.replaceChildren(failure(error, again, signal));
    describe({ title: word("wrong_title"), locale, indexed: false });
  }
}

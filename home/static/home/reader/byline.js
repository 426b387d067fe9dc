/** Who stands behind an article and since when: authors, reviewers, dates, reading time. */

import { personPath } from "./addresses.js";
import { el, icon } from "./dom.js";
import { formatDay, initials, listParts, quantity } from "./format.js";
import { picture } from "./picture.js";
import { phrase, word } from "./words.js";

/** @typedef {import("./types.js").Person} Person */
/** @typedef {import("./types.js").Article} Article */

/**
 * A person's picture, or their initials.
 * @param {{name: string, image?: import("./types.js").Picture|null}} person
 */
export function avatar({ name, image }) {
  return el("span", { class: "avatar", "aria-hidden": "true" }, picture(image, { sizes: "3rem", alt: "" }) ?? initials(name));
}

/** @param {string} iso */
const day = (iso) => el("time", { datetime: iso }, formatDay(iso));

/** @param {Person} person @param {string} locale */
function author(person, locale) {
  return el("li", { class: "author" }, avatar(person),
    el("span", {}, el("a", { class: "author-name", href: personPath(locale, person.slug) }, person.name),
      person.credentials ? el("span", { class: "author-credentials" }, person.credentials) : null));
}

/** @param {import("./dom.js").Child[]} names none for nobody @param {string|null|undefined} at */
function reviewWords(names, at) {
  if (!at) return phrase("reviewed_by", { names });
  return names.length ? phrase("reviewed_by_on", { names, date: day(at) }) : phrase("reviewed_on", { date: day(at) });
}

/** @param {Article} article */
function reviewLine({ reviewed_by: reviewers = [], reviewed_at: at, review_due_at: due, meta }) {
  if (!reviewers.length && !at) return null;
  const names = reviewers.map(({ name, slug, credentials }) =>
    [el("a", { class: "reviewer-name", href: personPath(meta.locale, slug) }, name), credentials ? `, ${credentials}` : ""]);
  return el("p", { class: "reviewed" }, icon("reviewed"),
    el("span", {}, reviewWords(listParts(names), at),
      due && Date.parse(due) < Date.now() ? el("span", { class: "overdue" }, phrase("review_overdue", { date: day(due) })) : null));
}

/** @param {Article} article */
function dates({ published_at: published, updated_at: updated, reading_time_minutes: minutes }) {
  // The same day twice says nothing.
  const changed = updated && updated.slice(0, 10) !== published?.slice(0, 10);
  return el("p", { class: "dates" },
    published ? el("span", {}, phrase("published_on", { date: day(published) })) : null,
    changed ? el("span", {}, phrase("updated_on", { date: day(updated) })) : null,
    minutes ? el("span", {}, quantity(minutes, "reading_time")) : null);
}

/** @param {Article} article */
export function byline(article) {
  return el("div", { class: "byline" },
    article.authors?.length ? el("ul", { class: "authors", "aria-label": word("written_by") }, article.authors.map((person) => author(person, article.meta.locale))) : null,
    el("div", { class: "byline-facts" }, dates(article), reviewLine(article)));
}

/** Who has reviewed an article, and what readers should know of them: their ORCID iD and their conflicts of interest. */

import { personPath } from "./addresses.js";
import { el, icon, safeUrl } from "./dom.js";
import { word } from "./words.js";

/** @typedef {import("./types.js").Reviewer} Reviewer */

/** @param {Reviewer} reviewer @param {string} locale */
function reviewerEntry({ name, slug, credentials, orcid, conflicts }, locale) {
  const address = safeUrl(orcid);
  return el("li", {},
    el("p", {}, el("a", { class: "reviewer-name", href: personPath(locale, slug) }, name), credentials ? `, ${credentials}` : null,
      address ? [" ", el("a", { href: address, rel: "noopener" }, `ORCID ${orcid?.split("/").pop()}`)] : null),
    conflicts ? el("p", {}, word("conflicts_of_interest", { conflicts })) : null);
}

/**
 * The disclosure of an article's reviewers; null where nothing is known beyond what stands under the title.
 * @param {import("./types.js").Article} article
 */
export function reviewerDetails({ reviewed_by: reviewers = [], meta }) {
  if (!reviewers.some(({ orcid, conflicts }) => orcid || conflicts)) return null;
  return el("details", { class: "changes reviewers" }, el("summary", {}, icon("chevron"), word("about_review")),
    el("ul", {}, reviewers.map((reviewer) => reviewerEntry(reviewer, meta.locale))));
}

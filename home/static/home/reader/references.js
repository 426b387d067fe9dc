/** The numbered references at the end of an article, each with the way to the study and back to the claims it backs. */

import { el, icon, richText, safeUrl } from "./dom.js";
import { designLabel } from "./vocabulary.js";
import { phrase, word } from "./words.js";

/** @typedef {import("./types.js").Reference} Reference */

/** @param {string} href @param {string} label */
const outward = (href, label) => el("a", { href, rel: "noopener" }, label, icon("external"));

/** The ways to the study that its citation does not give already. @param {Reference} reference */
function studyLinks({ doi, pmid, url, citation_html: citation = "" }) {
  const links = [];
  if (doi && !citation.toLowerCase().includes(`doi.org/${doi.toLowerCase()}`)) links.push(outward(`https://doi.org/${encodeURI(doi)}`, `DOI ${doi}`));
  if (pmid) links.push(outward(`https://pubmed.ncbi.nlm.nih.gov/${encodeURIComponent(pmid)}/`, `PubMed ${pmid}`));
  const other = safeUrl(url);
  if (other && !doi && !pmid) links.push(outward(other, word("read_the_study")));
  return links;
}

/**
 * @param {Reference} reference
 * @param {Map<string, string>} headings
 */
function backLinks({ number, cited_by_blocks: blocks = [] }, headings) {
  const known = blocks.filter((id) => headings.has(id));
  if (!known.length) return null;
  return el("p", { class: "reference-back" }, icon("arrow-up"), phrase("cited_in", { blocks: known.map((id, index) => [
    index ? ", " : "",
    el("a", { href: `#block-${id}`, "aria-label": word("back_to_citing_block", { heading: headings.get(id) ?? "", number }) }, headings.get(id)),
  ]) }));
}

/**
 * The reference list; null without references.
 * @param {Reference[]|undefined} references
 * @param {Map<string, string>} headings what the citing blocks are called, by their id
 */
export function referenceList(references, headings) {
  if (!references?.length) return null;
  const ordered = [...references].sort((a, b) => a.number - b.number);
  return el("section", { class: "references", id: "references", "aria-labelledby": "references-title" },
    el("h2", { id: "references-title" }, word("references")),
    el("ol", {}, ordered.map((reference) =>
      el("li", { id: `reference-${reference.number}`, value: reference.number, "data-number": reference.number, class: "reference" },
        el("p", { class: "reference-citation" }, richText(reference.citation_html)),
        el("p", { class: "reference-links" },
          reference.design ? el("span", { class: "tag" }, designLabel(reference.design)) : null,
          reference.retracted ? el("span", { class: "retracted" }, icon("warning"), word("retracted")) : null,
          studyLinks(reference)),
        backLinks(reference, headings)))));
}

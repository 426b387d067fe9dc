/** The numbered references at the end of an article, each with the way to the study and back to the claims that lean on it. */

import { el, icon, richText, safeUrl } from "./dom.js";
import { quantity } from "./format.js";
import { directionBadge } from "./sources.js";
import { designLabel } from "./vocabulary.js";
import { word } from "./words.js";

/** @typedef {import("./types.js").Reference} Reference */
/** @typedef {import("./types.js").Block} Block */
/** @typedef {import("./types.js").Sourced} Sourced */

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
 * The parts of the article that lean on a reference, each with what it takes from there.
 * @param {Reference} reference
 * @param {Sourced[]} blocks
 */
function backLinks({ id, number, cited_by_blocks: citing }, blocks) {
  const leaning = blocks.filter((block) => citing.includes(block.id));
  if (!leaning.length) return null;
  return el("div", { class: "reference-back" }, el("p", {}, quantity(leaning.length, "leans_on")),
    el("ul", {}, leaning.map((block) => {
      const heading = block.value.heading || word("current_evidence");
      const directions = new Set(block.value.sources.filter((source) => source.reference.id === id).map((source) => source.direction));
      return el("li", {}, icon("arrow-up"),
        el("a", { href: `#block-${block.id}`, "aria-label": word("back_to_citing_block", { heading, number }) }, heading),
        [...directions].map(directionBadge));
    })));
}

/** @param {Block} block @returns {block is Sourced} */
const isSourced = (block) => block.type === "benefit" || block.type === "mechanism" || block.type === "evidence";

/**
 * The reference list; null without references.
 * @param {Reference[]|undefined} references
 * @param {Block[]} body of the article, whose claims lean on them
 */
export function referenceList(references, body) {
  if (!references?.length) return null;
  const blocks = body.filter(isSourced);
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
        backLinks(reference, blocks)))));
}

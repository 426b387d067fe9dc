/** How well the words are backed: GRADE certainty, coverage of the claims, and the panel on the state of the research. */

import { el, icon, richText } from "./dom.js";
import { certaintyExplained } from "./explain.js";
import { formatNumber, quantity } from "./format.js";
import { certaintyLevel, designLabel, reasonLabel } from "./vocabulary.js";
import { capitalized, word } from "./words.js";

/** @typedef {import("./types.js").Certainty} Certainty */
/** @typedef {import("./types.js").EvidenceSummary} EvidenceSummary */

/** Four dots, so many of them filled. @param {number} filled */
export function dots(filled) {
  return el("span", { class: "meter", "aria-hidden": "true" },
    [1, 2, 3, 4].map((dot) => el("span", { class: dot <= filled ? "dot dot-on" : "dot" })));
}

/**
 * Four dots and the words for a certainty; null where none is given.
 * @param {Certainty|null|undefined} certainty
 */
export function certaintyMeter(certainty) {
  const level = certaintyLevel(certainty);
  return level ? el("span", { class: "certainty", "data-certainty": certainty }, dots(level.dots), level.label) : null;
}

/**
 * `4 of 6 claims cited · low certainty`, for cards; null where there is no claim.
 * @param {import("./types.js").ArticleCard["evidence"]} evidence
 */
export function evidenceBadge(evidence) {
  if (!evidence.claims) return null;
  const level = certaintyLevel(evidence.certainty);
  const cited = quantity(evidence.claims, "claims_cited", { cited: formatNumber(evidence.cited_claims) });
  return el("p", { class: "badge" }, dots(level?.dots ?? 0), el("span", {}, level ? `${cited} · ${level.inline}` : cited));
}

/** @param {string} label @param {...import("./dom.js").Child} value */
const fact = (label, ...value) => el("div", { class: "glance-fact" }, el("dt", {}, label), el("dd", {}, value));

/** @param {Record<string, number>|undefined} byDesign */
function studies(byDesign) {
  const counted = Object.entries(byDesign ?? {}).filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a);
  return counted.map(([design, count]) => word("count_of_design", { count: formatNumber(count), design: designLabel(design, count) }));
}

/**
 * The evidence behind the whole article in a few facts; null for an article without claims.
 * @param {EvidenceSummary|undefined} evidence
 */
export function evidenceAtAGlance(evidence) {
  if (!evidence?.claims) return null;
  const level = certaintyLevel(evidence.certainty);
  const designs = studies(evidence.by_design);
  const parts = Array.from({ length: evidence.claims }, (_, index) =>
    el("span", { class: index < evidence.cited_claims ? "part part-on" : "part" }));
  return el("section", { class: "glance", "aria-labelledby": "glance-title" },
    el("h2", { id: "glance-title", class: "glance-title" }, word("evidence_glance")),
    el("dl", { class: "glance-facts" },
      fact(word("claims_with_source"), el("span", { class: "glance-value" }, word("part_of_whole", { part: formatNumber(evidence.cited_claims), whole: formatNumber(evidence.claims) })),
        el("span", { class: "parts", "aria-hidden": "true" }, parts)),
      fact(word("overall_certainty"), level
        ? el("span", { class: "certainty" }, el("span", { class: "glance-value" }, level.short), dots(level.dots))
        : word("not_rated")),
      designs.length ? fact(word("research_cited"), el("ul", { class: "glance-studies" }, designs.map((design) => el("li", {}, design)))) : null),
    level ? el("p", { class: "glance-meaning" }, level.meaning) : null,
    evidence.declared_unsupported
      ? el("p", { class: "glance-meaning" }, quantity(evidence.declared_unsupported, "declared_unsupported"))
      : null,
    evidence.retracted
      ? el("p", { class: "glance-warning" }, icon("warning"), quantity(evidence.retracted, "retracted_cited"))
      : null);
}

/**
 * Why a certainty was rated so; null without reasons.
 * @param {string[]|undefined} reasons
 */
function certaintyReasons(reasons) {
  if (!reasons?.length) return null;
  return el("div", { class: "reasons" }, el("p", { class: "label" }, word("rated_down")),
    el("ul", {}, reasons.map((reason) => el("li", {}, capitalized(reasonLabel(reason))))));
}

/** @param {string[]|undefined} limitations */
function limitationList(limitations) {
  if (!limitations?.length) return null;
  return el("div", { class: "limitations" }, el("p", { class: "label" }, word("limitations")),
    el("ul", {}, limitations.map((limitation) =>
      el("li", {}, icon("warning"), el("span", {}, limitation)))));
}

/**
 * The evidence block: what the research says as a whole, how sure it is, and where it falls short.
 * @param {import("./types.js").BlockOf<"evidence">} block
 * @param {{citations: Node|null, sources: Node|null, discuss: Node|null}} parts what stands with every sourced block
 */
export function evidencePanel({ id, value }, { citations, sources, discuss }) {
  const level = certaintyLevel(value.certainty);
  const text = el("div", { class: "prose" }, richText(value.text));
  if (citations) (text.querySelector(":scope > p:last-of-type") ?? text).append(citations);
  const reasons = certaintyReasons(value.certainty_reasons);
  const limitations = limitationList(value.limitations);
  return el("section", { class: "evidence", id: `block-${id}`, "aria-labelledby": `heading-${id}` },
    el("h2", { id: `heading-${id}` }, value.heading || word("current_evidence")),
    level
      ? el("div", { class: "verdict" }, dots(level.dots), el("div", {}, el("div", { class: "verdict-label" }, level.label), el("p", {}, level.meaning)))
      : null,
    certaintyExplained(value.certainty, value.certainty_reasons),
    text,
    reasons || limitations ? el("div", { class: "evidence-columns" }, limitations, reasons) : null,
    sources, discuss);
}

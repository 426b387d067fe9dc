/** Benefits and mechanisms: claims shown with their certainty, their sources, and the talk about them. */

import { el, icon, richText } from "./dom.js";
import { certaintyMeter } from "./evidence.js";
import { certaintyExplained } from "./explain.js";
import { formatNumber, quantity } from "./format.js";
import { citations, sourceDetails } from "./sources.js";
import { tabs } from "./tabs.js";
import { reasonLabel } from "./vocabulary.js";
import { word } from "./words.js";

/** @typedef {import("./types.js").Claim} Claim */
/** @typedef {{commentCount: (blockId: string) => number, isOpen: boolean, discuss: (blockId: string) => void,
 *   showBlock: (blockId: string) => void}} Talk how a block reaches the discussion below it */

/**
 * The way from a block to the comments on it, and to a new one; null where there are none and none can be written.
 * @param {import("./types.js").Sourced} block
 * @param {Talk} talk
 */
export function discussLinks({ id, type, value }, { commentCount, isOpen, discuss, showBlock }) {
  const count = commentCount(id);
  if (!count && !isOpen) return null;
  const about = el("span", { class: "visually-hidden" }, `: ${value.heading}`);
  return el("p", { class: "claim-talk" },
    count
      ? el("button", { type: "button", class: "text-button", on: { click: () => showBlock(id) } },
          icon("comment"), quantity(count, "comments_on_this"), about.cloneNode(true))
      : null,
    isOpen
      ? el("button", { type: "button", class: "text-button", "data-invites": true, on: { click: () => discuss(id) } },
          count ? null : icon("comment"), word(type === "evidence" ? "discuss_evidence" : "discuss_claim"), about)
      : null);
}

/** @param {Claim["value"]} value */
function studied(value) {
  if (!("population" in value) || (!value.population && !value.outcome)) return null;
  return el("dl", { class: "studied" },
    value.population ? el("div", {}, el("dt", {}, word("studied_in")), el("dd", {}, value.population)) : null,
    value.outcome ? el("div", {}, el("dt", {}, word("measured")), el("dd", {}, value.outcome)) : null);
}

/** @param {string} blockId @param {Claim["value"]} value */
function claimText(blockId, value) {
  const text = el("div", { class: "prose" }, richText(value.text));
  const numbers = citations(value.sources, blockId);
  if (numbers) (text.querySelector(":scope > p:last-of-type") ?? text).append(numbers);
  return text;
}

/** @param {Claim["value"]} value */
function standing(value) {
  const cited = value.sources.length > 0;
  const words = word(value.no_evidence_found ? "no_evidence_found" : "no_source_yet");
  return el("p", { class: "standing" }, certaintyMeter(value.certainty),
    cited ? null : el("span", { class: "uncited" }, icon("unclear"), words));
}

/** @param {Claim["value"]} value */
function reasons({ certainty_reasons: given }) {
  return given.length ? el("p", { class: "claim-reasons" }, word("rated_down_for", { reasons: given.map(reasonLabel).join("; ") })) : null;
}

/** @param {Claim} block @param {Talk} talk */
function claimParts(block, talk) {
  const { id, value } = block;
  return [standing(value), reasons(value), certaintyExplained(value.certainty, value.certainty_reasons), claimText(id, value), studied(value), sourceDetails(value.sources),
    discussLinks(block, talk)];
}

/**
 * Neighbouring benefits as tabs; one alone as a card.
 * @param {Claim[]} blocks
 * @param {Talk} talk
 */
export function benefitGroup(blocks, talk) {
  const panels = blocks.map((block) =>
    el("div", { class: "claim benefit", id: `block-${block.id}`, "data-block": block.id }, el("h3", { class: "claim-title" }, block.value.heading), claimParts(block, talk)));
  if (panels.length === 1) {
    panels[0].classList.add("claim-alone");
    return panels[0];
  }
  return tabs(blocks.map(({ id, value }, index) => ({ id, panel: panels[index], label: tabLabel(value, index) })), word("benefits"));
}

/** @param {Claim["value"]} value @param {number} index */
function tabLabel(value, index) {
  return el("span", { class: "tab-label" }, el("span", { class: "tab-number", "aria-hidden": "true" }, formatNumber(index + 1)),
    el("span", {}, value.heading));
}

/**
 * Neighbouring mechanisms as numbered steps.
 * @param {Claim[]} blocks
 * @param {Talk} talk
 */
export function mechanismGroup(blocks, talk) {
  return el("ol", { class: "mechanisms" }, blocks.map((block, index) =>
    el("li", { class: "claim mechanism", id: `block-${block.id}`, "data-block": block.id },
      el("span", { class: "mechanism-number", "aria-hidden": "true" }, formatNumber(index + 1)),
      el("h3", { class: "claim-title" }, block.value.heading), claimParts(block, talk))));
}

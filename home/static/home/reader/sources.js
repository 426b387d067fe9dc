/** What ties a claim to its studies: superscript numbers with a preview, and each source's finding in full. */

import { el, icon, svg } from "./dom.js";
import { directionsExplained } from "./explain.js";
import { formatNumber, quantity } from "./format.js";
import { designLabel, directionLabel, spelledOut } from "./vocabulary.js";
import { word } from "./words.js";

/** @typedef {import("./types.js").Source} Source */
/** @typedef {import("./types.js").Effect} Effect */

/** What a study says about a claim, as an icon with its words. @param {import("./types.js").Direction|undefined} direction */
export function directionBadge(direction) {
  const known = directionLabel(direction);
  return known ? el("span", { class: "direction", "data-direction": direction }, icon(known.icon), known.label) : null;
}

/** @param {number|string|null|undefined} value */
const numeric = (value) => (value === null || value === undefined || value === "" ? NaN : Number(value));

/** @param {number|string} p */
function probability(p) {
  const text = String(p).trim();
  if (/^[<>=≤]/.test(text)) return `p ${text}`;
  return Number(text) < 0.001 ? `p < ${formatNumber(0.001)}` : `p = ${formatNumber(text)}`;
}

/** @param {Effect} effect */
function effectText({ measure, value, ci_low: low, ci_high: high, p }) {
  const parts = [];
  if (!Number.isNaN(numeric(value))) parts.push(formatNumber(/** @type {number} */ (value)));
  if (!Number.isNaN(numeric(low)) && !Number.isNaN(numeric(high))) {
    parts.push(word("confidence_interval", { low: formatNumber(/** @type {number} */ (low)), high: formatNumber(/** @type {number} */ (high)) }));
  }
  const estimate = [measure ? spelledOut(measure) : "", ...parts].filter(Boolean).join(" ");
  return [estimate, p === null || p === undefined || p === "" ? "" : probability(p)].filter(Boolean).join(", ");
}

/** Ratios say "no effect" at 1, differences at 0. @param {string|null} measure */
const isRatio = (measure) => /ratio|^(rr|or|hr|irr)$/i.test(measure ?? "");

/**
 * The estimate and its confidence interval drawn against the line of no effect, as in a forest plot.
 * @param {Effect} effect
 */
function effectPlot(effect) {
  const scale = isRatio(effect.measure) ? Math.log : (/** @type {number} */ number) => number;
  const [low, value, high] = [effect.ci_low, effect.value, effect.ci_high].map((number) => scale(numeric(number)));
  if (![low, value, high].every(Number.isFinite)) return null;
  const [from, to] = [Math.min(low, 0), Math.max(high, 0)];
  const margin = (to - from || 1) * 0.12;
  /** @param {number} number */
  const x = (number) => (8 + (184 * (number - from + margin)) / (to - from + 2 * margin)).toFixed(1);
  return svg("svg", { class: "forest", viewBox: "0 0 200 38", "aria-hidden": "true", focusable: "false" },
    svg("line", { class: "forest-null", x1: x(0), x2: x(0), y1: 3, y2: 22 }),
    svg("line", { class: "forest-interval", x1: x(low), x2: x(high), y1: 12, y2: 12 }),
    svg("line", { class: "forest-interval", x1: x(low), x2: x(low), y1: 8, y2: 16 }),
    svg("line", { class: "forest-interval", x1: x(high), x2: x(high), y1: 8, y2: 16 }),
    svg("rect", { class: "forest-value", x: Number(x(value)) - 4, y: 8, width: 8, height: 8 }),
    svg("text", { class: "forest-label", x: x(0), y: 35, "text-anchor": "middle" }, word("no_effect")));
}

/** @param {Source} source */
function sourceFacts({ reference, participants, effect }) {
  const facts = [
    reference.design ? spelledOut(designLabel(reference.design)) : "",
    participants ? quantity(participants, "participants") : "",
  ].filter(Boolean);
  const text = effect ? effectText(effect) : "";
  return [
    facts.length ? el("p", { class: "source-facts" }, facts.join(" · ")) : null,
    text ? el("p", { class: "source-effect" }, text, effect ? effectPlot(effect) : null) : null,
  ];
}

/** @param {Source} source */
function retractedFlag({ reference }) {
  return reference.retracted ? el("span", { class: "retracted" }, icon("warning"), word("retracted")) : null;
}

/**
 * The sources of one block in full, closed until asked for; null without sources.
 * @param {Source[]|undefined} sources
 */
export function sourceDetails(sources) {
  if (!sources?.length) return null;
  return el("details", { class: "sources" },
    el("summary", {}, icon("chevron"), quantity(sources.length, "what_sources_found")),
    el("ul", {}, sources.map((source) =>
      el("li", { class: "source" },
        el("a", { class: "source-number", href: `#reference-${source.reference.number}`, "aria-label": word("reference_number", { number: source.reference.number }) },
          String(source.reference.number)),
        el("div", {}, el("p", { class: "source-head" }, directionBadge(source.direction), retractedFlag(source)),
          source.finding ? el("p", {}, source.finding) : null, sourceFacts(source))))), directionsExplained(sources));
}

/**
 * The superscript numbers that stand after a claim's last words; null without sources.
 * @param {Source[]|undefined} sources
 * @param {string} blockId
 */
export function citations(sources, blockId) {
  if (!sources?.length) return null;
  const ordered = [...sources].sort((a, b) => a.reference.number - b.reference.number);
  return el("sup", { class: "citations" }, ordered.map((source, index) => citation(source, `preview-${blockId}-${index}`)));
}

/**
 * @param {Source} source
 * @param {string} preview the id of its preview
 */
function citation(source, preview) {
  const { number } = source.reference;
    const link = el("a", { href: `#reference-${number}`, "aria-label": word("reference_number", { number }), "aria-describedby": preview }, String(number));
  const card = el("span", { class: "preview", id: preview, role: "tooltip" }, directionBadge(source.direction), retractedFlag(source),
    source.finding ? el("span", { class: "preview-finding" }, source.finding) : null);
  const holder = el("span", { class: "citation" }, link, card);

  // Shown while pointed at or focused, kept while the pointer is on it, closed by Escape (WCAG 1.4.13).
  const show = () => {
    holder.classList.add("citation-open");
    card.style.setProperty("--shift", "0px");
    const box = card.getBoundingClientRect();
    const over = Math.max(0, box.right - (document.documentElement.clientWidth - 12));
    card.style.setProperty("--shift", `${over ? -over : Math.max(0, 12 - box.left)}px`);
  };
  const hide = () => holder.classList.remove("citation-open");
  holder.addEventListener("mouseenter", show);
  holder.addEventListener("mouseleave", hide);
  link.addEventListener("focus", show);
  link.addEventListener("blur", hide);
  link.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  return holder;
}

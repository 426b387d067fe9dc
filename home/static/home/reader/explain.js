/** What certainty and direction mean, in plain words, folded until somebody asks. */

import { el, icon } from "./dom.js";
import { certaintyLevel, directionLabel, directionMeaning, reasonLabel, reasonMeaning } from "./vocabulary.js";
import { capitalized, word } from "./words.js";

/** @typedef {import("./types.js").Certainty} Certainty */
/** @typedef {import("./types.js").Source} Source */

/** @param {string} summary @param {...import("./dom.js").Child} parts */
const fold = (summary, ...parts) =>
  el("details", { class: "explain" }, el("summary", {}, icon("chevron"), summary), el("div", { class: "explain-words" }, parts));

/** @param {[import("./dom.js").Child, string|null][]} rows */
const glossary = (rows) => el("dl", {}, rows.map(([term, meaning]) => [el("dt", {}, term), meaning ? el("dd", {}, meaning) : null]));

/**
 * What a level of certainty says, and why it is not higher; null for none.
 * @param {Certainty|null|undefined} certainty
 * @param {string[]} reasons why it was rated down
 */
export function certaintyExplained(certainty, reasons) {
  const level = certaintyLevel(certainty);
  if (!level) return null;
  return fold(word("what_certainty_means", { certainty: level.inline }),
    el("p", {}, level.meaning, " ", level.advice),
    reasons.length
      ? [el("p", { class: "label" }, word("why_not_higher")),
          glossary(reasons.map((reason) => [capitalized(reasonLabel(reason)), reasonMeaning(reason)]))]
      : null,
    el("p", { class: "explain-scale" }, word("certainty_scale")));
}

/**
 * How to read what sources found: the directions that are among them, and the interval where one is given; null without.
 * @param {Source[]} sources
 */
export function directionsExplained(sources) {
  const directions = [...new Set(sources.map(({ direction }) => direction))].filter((direction) => directionMeaning(direction));
  const hasInterval = sources.some(({ effect }) => effect?.ci_low != null && effect.ci_high != null);
  if (!directions.length && !hasInterval) return null;
  return fold(word("how_to_read_results"),
    glossary(directions.map((direction) => {
      const { icon: name, label } = /** @type {{icon: string, label: string}} */ (directionLabel(direction));
      return [el("span", { class: "direction", "data-direction": direction }, icon(name), label), directionMeaning(direction)];
    })),
    hasInterval ? el("p", {}, word("confidence_interval_meaning")) : null);
}

/** The field's words: what the API's codes for certainty, direction and study design are called on the page. */

import { capitalized, knownWord, word } from "./words.js";

/** How many of four dots each of GRADE's levels fills. @type {Record<string, number>} */
const DOTS = { high: 4, moderate: 3, low: 2, very_low: 1 };

/** @typedef {{dots: number, inline: string, label: string, short: string, meaning: string, advice: string}} Level */

/**
 * A level of certainty: `low certainty` within a sentence, `Low certainty` alone, `Low` where certainty is spoken of, and
 * what it means for a reader, and what to make of it; null for none, or one this page does not know.
 * @param {string|null|undefined} code
 * @returns {Level|null}
 */
export function certaintyLevel(code) {
  if (!code || !(code in DOTS)) return null;
  const key = /** @type {'certainty_low'} */ (`certainty_${code}`);
  const inline = word(key);
  return { dots: DOTS[code], inline, label: capitalized(inline), short: word(`${key}_short`), meaning: word(`${key}_meaning`), advice: word(`${key}_advice`) };
}

/** Beside its words each direction has an icon, so that it never rests on colour. @type {Record<string, string>} */
const DIRECTION_ICON = {
  supports: "supports", mixed: "mixed", no_difference: "no-difference", contradicts: "contradicts", unclear: "unclear",
};

/**
 * What a study says about a claim; null for nothing, or what this page does not know.
 * @param {string|null|undefined} code
 */
export function directionLabel(code) {
  const label = code ? knownWord(`direction_${code}`) : null;
  return code && label ? { icon: DIRECTION_ICON[code], label } : null;
}

/** What a direction means, in a sentence; null for one this page does not know. @param {string} code */
export const directionMeaning = (code) => knownWord(`direction_${code}_meaning`);

/**
 * `Mean difference`, from `mean_difference` or `mean difference`.
 * @param {string} code
 */
export const spelledOut = (code) => capitalized(code.replaceAll("_", " "));

/**
 * `randomised trial`, or `randomised trials` for any count but one.
 * @param {string} design
 * @param {number} [count]
 */
export const designLabel = (design, count = 1) => knownWord(`design_${design}`, count) ?? design.replaceAll("_", " ");

/**
 * A reason for a certainty as it stands within a sentence; one this page does not know is shown as it comes.
 * @param {string} reason
 */
export const reasonLabel = (reason) => knownWord(`reason_${reason}`) ?? reason.replaceAll("_", " ");

/** What such a reason means, in a sentence; null for one this page does not know. @param {string} reason */
export const reasonMeaning = (reason) => knownWord(`reason_${reason}_meaning`);

/** The field's words: what the API's codes for certainty, direction and study design are called on the page. */

/** GRADE's four levels, with the number of dots they fill and what they mean for a reader. */
export const CERTAINTY = /** @type {const} */ ({
  high: { dots: 4, label: "High certainty", meaning: "The true effect is very likely close to what the studies found." },
  moderate: {
    dots: 3,
    label: "Moderate certainty",
    meaning: "The true effect is probably close to what the studies found, but it may differ.",
  },
  low: { dots: 2, label: "Low certainty", meaning: "The true effect may be quite different from what the studies found." },
  very_low: {
    dots: 1,
    label: "Very low certainty",
    meaning: "The studies leave very little confidence in the size, or even the existence, of an effect.",
  },
});

/** What a study says about a claim; icon and words, so that it never rests on colour. */
export const DIRECTION = /** @type {const} */ ({
  supports: { icon: "supports", label: "Supports the claim" },
  mixed: { icon: "mixed", label: "Mixed results" },
  no_difference: { icon: "no-difference", label: "No difference found" },
  contradicts: { icon: "contradicts", label: "Contradicts the claim" },
  unclear: { icon: "unclear", label: "Unclear" },
});

/** @type {Record<string, [one: string, many: string]>} */
const DESIGN = {
  systematic_review: ["systematic review", "systematic reviews"],
  meta_analysis: ["meta-analysis", "meta-analyses"],
  randomized_trial: ["randomised trial", "randomised trials"],
  controlled_trial: ["controlled trial", "controlled trials"],
  cohort: ["cohort study", "cohort studies"],
  case_control: ["case-control study", "case-control studies"],
  cross_sectional: ["cross-sectional study", "cross-sectional studies"],
  case_series: ["case series", "case series"],
  case_report: ["case report", "case reports"],
  narrative_review: ["narrative review", "narrative reviews"],
  guideline: ["guideline", "guidelines"],
  expert_opinion: ["expert opinion", "expert opinions"],
  animal: ["animal study", "animal studies"],
  in_vitro: ["laboratory study", "laboratory studies"],
};

/** GRADE's five reasons to rate certainty down, as a reader understands them. @type {Record<string, string>} */
const REASON = {
  risk_of_bias: "Risk of bias in the studies",
  inconsistency: "Results differ between studies",
  indirectness: "Studied in other people, treatments or outcomes",
  imprecision: "Too few people for a precise estimate",
  publication_bias: "Unfavourable results may be unpublished",
};

/** @type {Record<string, string>} */
export const ROLE = { author: "Author", moderator: "Moderator" };

/**
 * `Mean difference`, from `mean_difference` or `mean difference`.
 * @param {string} code
 */
export const spelledOut = (code) => code.charAt(0).toUpperCase() + code.slice(1).replaceAll("_", " ");

/**
 * `randomised trial`, or `randomised trials` for any count but one.
 * @param {string} design
 * @param {number} [count]
 */
export function designLabel(design, count = 1) {
  const known = DESIGN[design];
  if (!known) return design.replaceAll("_", " ");
  return count === 1 ? known[0] : known[1];
}

/**
 * A reason for a certainty in words; one this page does not know is shown as it comes.
 * @param {string} reason
 */
export const reasonLabel = (reason) => REASON[reason] ?? spelledOut(reason);

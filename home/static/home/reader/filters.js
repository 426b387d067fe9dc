/** What a list of articles can be narrowed to, with how many articles each choice would leave. */

import { listPath } from "./addresses.js";
import { get } from "./api.js";
import { el, icon } from "./dom.js";
import { dots } from "./evidence.js";
import { formatNumber, quantity } from "./format.js";
import { certaintyLevel, designLabel, spelledOut } from "./vocabulary.js";
import { word } from "./words.js";

/** @typedef {import("./addresses.js").Choice} Choice */
/** @typedef {{value: string, label: string, count: number}} Member */
/** @typedef {{topic: {slug: string, name: string, count: number}[], certainty: Member[], study_design: Member[]}} Facets */

/** The topics of a language's articles, the same for every list of it. @type {Map<string, Promise<Facets>>} */
const wholes = new Map();

/**
 * How many articles each filter would leave of those chosen.
 * @param {import("./cards.js").Asked} asked
 * @param {AbortSignal} signal
 * @returns {Promise<Facets>}
 */
export const loadFacets = ({ order, highlight, ...filters }, signal) => get("articles/facets/", { params: filters, signal });

/**
 * Every topic that articles in a language have.
 * @param {string} locale
 */
export async function loadTopics(locale) {
  const asked = wholes.get(locale) ?? get("articles/facets/", { params: { locale } });
  wholes.set(locale, asked);
  try {
    return (await asked).topic;
  } catch (error) {
    wholes.delete(locale);
    throw error;
  }
}

/**
 * The topics as links; null without any.
 * @param {Facets["topic"]} topics
 * @param {{locale: string, choice: Choice}} here
 */
export function topicLinks(topics, { locale, choice }) {
  if (!topics.length) return null;
  /** @param {string} slug @param {string} name */
  const chip = (slug, name) => el("li", {}, el("a", {
    class: "chip", href: listPath(locale, { ...choice, topic: slug }), "aria-current": slug === choice.topic ? "page" : null,
  }, name));
  const ordered = [...topics].sort((a, b) => a.name.localeCompare(b.name, locale));
  return el("nav", { class: "topics", "aria-label": word("topics") },
    el("ul", {}, chip("", word("all_articles")), ordered.map(({ slug, name }) => chip(slug, name))));
}

/** @param {Choice} choice */
export const hasFilters = ({ certainty, design }) => Boolean(certainty || design);

/**
 * The filters by evidence, folded until one is chosen or they are asked for; null where there is nothing to choose.
 * @param {Facets} facets
 * @param {{locale: string, choice: Choice, open: boolean}} here
 */
export function evidenceFilters(facets, { locale, choice, open }) {
  const groups = [
    group("certainty", word("filter_certainty"), facets.certainty, (value) => certaintyOption(value)),
    group("design", word("filter_design"), facets.study_design, (value, count) => [spelledOut(designLabel(value, count))]),
  ].filter(Boolean);
  if (!groups.length) return null;
  const chosen = [choice.certainty, choice.design].filter(Boolean).length;
  return el("details", { class: "filters", open: open || chosen > 0 },
    el("summary", {}, icon("filter"), word("filter_by_evidence"),
      chosen ? el("span", { class: "filters-chosen" }, quantity(chosen, "filters_chosen")) : null, icon("chevron")),
    el("div", { class: "filter-groups" }, groups),
    chosen ? el("p", { class: "filters-away" }, el("a", { href: listPath(locale, { ...choice, certainty: "", design: "" }), "data-filter": "" }, word("take_filters_away"))) : null);

  /**
   * @param {'certainty'|'design'} name
   * @param {string} title
   * @param {Member[]} members
   * @param {(value: string, count: number) => import("./dom.js").Child[]} label
   */
  function group(name, title, members, label) {
    // What is chosen stays on offer, to be taken away, also where nothing is left.
    const offered = choice[name] && !members.some(({ value }) => value === choice[name])
      ? [...members, { value: choice[name], label: choice[name], count: 0 }] : members;
    if (!offered.length) return null;
    const id = `filter-${name}`;
    return el("div", { class: "filter-group", role: "group", "aria-labelledby": id }, el("p", { class: "label", id }, title),
      el("ul", {}, offered.map(({ value, count }) => option(name, value, count, label(value, count)))));
  }

  /** @param {'certainty'|'design'} name @param {string} value @param {number} count @param {import("./dom.js").Child[]} label */
  function option(name, value, count, label) {
    const isChosen = choice[name] === value;
    return el("li", {}, el("a", {
      class: "chip chip-filter", href: listPath(locale, { ...choice, [name]: isChosen ? "" : value }),
      "aria-current": isChosen ? "true" : null, "data-filter": `${name}:${value}`,
    }, label, isChosen
      ? [el("span", { class: "visually-hidden" }, `, ${word("chosen_filter")}`), icon("close")]
      : el("span", { class: "chip-count" }, formatNumber(count))));
  }
}

/** @param {string} value @returns {import("./dom.js").Child[]} */
function certaintyOption(value) {
  const level = certaintyLevel(value);
  return level ? [dots(level.dots), level.short] : [spelledOut(value)];
}

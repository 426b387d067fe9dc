/** The reader page's own addresses: what each of them shows, and where its lists and people are. */

import { homePath, localeOfPath } from "./locale.js";

/** @typedef {import("./types.js").Certainty} Certainty */
/** @typedef {{topic: string, search: string, certainty: string, design: string}} Choice what a list is narrowed to; empty for all */
/** @typedef {{name: 'list'|'index'|'topic'|'person'|'article', locale: string, choice: Choice, slug: string, path: string}} Route */

/** A whole list. @type {Choice} */
export const EVERYTHING = Object.freeze({ topic: "", search: "", certainty: "", design: "" });

/** What is below these leads to one of them. @type {Record<string, Route["name"]>} */
const SHELVES = { topics: "topic", authors: "person" };

/**
 * The address of the list in a language, narrowed to a choice; a topic has a page of its own.
 * @param {string} locale
 * @param {Partial<Choice>} [choice]
 */
export function listPath(locale, { topic = "", search = "", certainty = "", design = "" } = {}) {
  const path = homePath(locale) + (topic ? `topics/${encodeURIComponent(topic)}/` : "");
  return path + queryOf({ search, certainty, design });
}

/** @param {{search: string, certainty: string, design: string}} choice with a question mark, empty for the whole list */
export function queryOf({ search, certainty, design }) {
  const query = new URLSearchParams(Object.entries({ search, certainty, study_design: design }).filter(([, value]) => value));
  return query.size ? `?${query}` : "";
}

/**
 * Where somebody's page is.
 * @param {string} locale
 * @param {string} slug
 */
export const personPath = (locale, slug) => `${homePath(locale)}authors/${encodeURIComponent(slug)}/`;

/**
 * What an address shows: the list at a language's root, a list of articles right below it, a topic or a person below
 * theirs, an article anywhere else. The API is asked by the last part; whether the page is really there, its answer tells.
 * @param {{pathname: string, search: string}} address
 * @returns {Route}
 */
export function routeOf({ pathname, search }) {
  const { locale, below } = localeOfPath(pathname);
  const asked = new URLSearchParams(search);
  const shelf = below.length === 2 ? SHELVES[below[0]] : undefined;
  const slug = below.at(-1) ?? "";
  const name = shelf ?? (below.length > 1 ? "article" : below.length ? "index" : "list");
  const choice = {
    topic: name === "topic" ? slug : "",
    search: (asked.get("search") ?? "").trim(),
    certainty: asked.get("certainty") ?? "",
    design: asked.get("study_design") ?? "",
  };
  return { name, locale, choice, slug, path: pathname };
}

/**
 * The topic's own address, for one of the form that it had before: `/?topic=fatigue`; null for any other.
 * @param {{pathname: string, search: string}} address
 */
export function topicAddress({ pathname, search }) {
  const { name, locale, choice } = routeOf({ pathname, search });
  const topic = new URLSearchParams(search).get("topic");
  return name === "list" && topic ? listPath(locale, { ...choice, topic }) : null;
}

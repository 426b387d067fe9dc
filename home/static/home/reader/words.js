/** The words of the page itself, in the language of the address; a language's dictionary is fetched when it is first used. */

import english from "./words/en.js";

/** @typedef {keyof typeof english} Key */
/** @typedef {Record<string, any>} Dictionary texts, or texts by plural category, with `{names}` of what goes into them */

/** The dictionaries there are, beside English; a language without one is told in English. @type {Record<string, () => Promise<{default: Dictionary}>>} */
const DICTIONARIES = {
  de: () => import("./words/de.js"),
  es: () => import("./words/es.js"),
};

/** Languages written from right to left. */
const FROM_THE_RIGHT = new Set(["ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

/** @type {Dictionary} */
let dictionary = english;
let spoken = "en";
let plurals = new Intl.PluralRules("en");

/** @param {string} locale */
const languageOf = (locale) => locale.split("-")[0].toLowerCase();

/** The language of the words, for dates and numbers among them. */
export const spokenLanguage = () => spoken;

/** @param {string} locale @returns {'ltr'|'rtl'} */
export const directionOf = (locale) => (FROM_THE_RIGHT.has(languageOf(locale)) ? "rtl" : "ltr");

/**
 * Has the page speak a language from now on; one without a dictionary, or whose dictionary does not arrive, leaves English.
 * @param {string} locale such as `de`, or `de-at`
 */
export async function speak(locale) {
  const language = languageOf(locale);
  if (language === spoken) return;
  const asked = await DICTIONARIES[language]?.().catch(() => null);
  dictionary = asked?.default ?? english;
  spoken = asked ? language : "en";
  plurals = new Intl.PluralRules(spoken);
}

/** @param {string} key @param {number|undefined} count @returns {string|null} the text, with its `{names}`; null where there is none */
function text(key, count) {
  const found = dictionary[key] ?? /** @type {Dictionary} */ (english)[key];
  if (found === undefined) return null;
  return typeof found === "string" ? found : found[plurals.select(count ?? 0)] ?? found.other;
}

/**
 * A text with nodes or other texts in its places, as the children of an element.
 * @param {Key} key
 * @param {Record<string, any>} values by name
 * @param {number} [count] chooses among plural forms
 * @returns {any[]}
 */
export function phrase(key, values, count) {
  return (text(key, count) ?? key).split(/\{(\w+)\}/).map((part, index) => (index % 2 ? values[part] : part));
}

/**
 * A text with values in its places.
 * @param {Key} key
 * @param {Record<string, string|number>} [values] by name
 * @param {number} [count] chooses among plural forms
 */
export const word = (key, values = {}, count) => phrase(key, values, count).join("");

/**
 * A text by a key that is put together, such as a code of the API; null for one that the page does not know.
 * @param {string} key
 * @param {number} [count]
 */
export const knownWord = (key, count) => text(key, count);

/** With a capital letter, as it stands at the beginning of a line. @param {string} words */
export const capitalized = (words) => words.charAt(0).toLocaleUpperCase(spoken) + words.slice(1);

/** Writes dates, numbers and quantities the way people read them in the language of the page. */

import { spokenLanguage, word } from "./words.js";

/** The variety that a language without a country is written in. @type {Record<string, string>} */
const VARIETY = { en: "en-GB" };

/** @type {Map<string, ReturnType<typeof formatters>>} */
const made = new Map();

/** @param {string} language */
function formatters(language) {
  const locale = VARIETY[language] ?? language;
  return {
    day: new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }),
    moment: new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" }),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: "always" }),
    number: new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }),
    list: new Intl.ListFormat(locale, { type: "conjunction" }),
  };
}

function here() {
  const language = spokenLanguage();
  const known = made.get(language) ?? formatters(language);
  made.set(language, known);
  return known;
}

/**
 * `17 August 2023`, in UTC as the API gives it.
 * @param {string} iso
 */
export const formatDay = (iso) => here().day.format(new Date(iso));

/**
 * `17 August 2023 at 14:05`, in the reader's own time.
 * @param {string} iso
 */
export const formatMoment = (iso) => here().moment.format(new Date(iso));

/**
 * `1,204`, `−0.92`: with a true minus sign. What is no number is given back as it came.
 * @param {number|string} value
 */
export function formatNumber(value) {
  const parsed = typeof value === "number" ? value : Number(value);
  return Number.isFinite(parsed) ? here().number.format(parsed).replace("-", "\u2212") : String(value);
}

/**
 * A counted thing: `1 comment`, `12 comments`.
 * @param {number} count
 * @param {import("./words.js").Key} key
 * @param {Record<string, string|number>} [values] what else goes into the text
 */
export const quantity = (count, key, values = {}) => word(key, { count: formatNumber(count), ...values }, count);

/**
 * When to come back: `in a moment`, `in 40 seconds`, `in 5 minutes`.
 * @param {number} seconds
 */
export function formatWait(seconds) {
  const { relative } = here();
  if (seconds < 5) return word("in_a_moment");
  if (seconds < 90) return relative.format(Math.ceil(seconds), "second");
  if (seconds < 5400) return relative.format(Math.ceil(seconds / 60), "minute");
  return relative.format(Math.ceil(seconds / 3600), "hour");
}

/**
 * `Ana`, `Ana and Ben`, `Ana, Ben and Cem`.
 * @param {string[]} names
 */
export const listNames = (names) => here().list.format(names);

/**
 * The same of nodes, as the children of an element.
 * @param {import("./dom.js").Child[]} parts
 * @returns {import("./dom.js").Child[]}
 */
export function listParts(parts) {
  const left = [...parts];
  return here().list.formatToParts(parts.map(String)).map(({ type, value }) => (type === "element" ? left.shift() : value));
}

/**
 * Up to two letters that stand for a person without a picture.
 * @param {string} name
 */
export function initials(name) {
  const words = name.replace(/^((dr|dra|prof|mr|mrs|ms|frau|herr|sra?)\.?\s+)+/i, "").split(/\s+/).filter(Boolean);
  const first = words[0] ?? "";
  const last = words.length > 1 ? words[words.length - 1] : "";
  return ([...first][0] ?? "?").toUpperCase() + ([...last][0] ?? "").toUpperCase();
}

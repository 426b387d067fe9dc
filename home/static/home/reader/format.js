/** Writes dates, numbers and quantities the way people read them. */

const LOCALE = "en-GB";
const day = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat(LOCALE, { dateStyle: "long", timeStyle: "short" });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "always" });
const number = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 3 });

/** @type {[Intl.RelativeTimeFormatUnit, number][]} unit and its length in seconds, longest first */
const UNITS = [
  ["year", 31557600],
  ["month", 2629800],
  ["week", 604800],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];

/**
 * `17 August 2023`, in UTC as the API gives it.
 * @param {string} iso
 */
export const formatDay = (iso) => day.format(new Date(iso));

/**
 * `17 August 2023 at 14:05`, in the reader's own time.
 * @param {string} iso
 */
export const formatMoment = (iso) => moment.format(new Date(iso));

/**
 * `3 hours ago`, `1 day ago`; `just now` within the last minute.
 * @param {string} iso
 * @param {number} [now] milliseconds
 */
export function formatAge(iso, now = Date.now()) {
  const seconds = (Date.parse(iso) - now) / 1000;
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return "just now";
}

/**
 * `1,204`, `−0.92`: with a true minus sign. What is no number is given back as it came.
 * @param {number|string} value
 */
export function formatNumber(value) {
  const parsed = typeof value === "number" ? value : Number(value);
  return Number.isFinite(parsed) ? number.format(parsed).replace("-", "\u2212") : String(value);
}

/**
 * `1 comment`, `12 comments`.
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export const quantity = (count, one, many = `${one}s`) => `${formatNumber(count)} ${count === 1 ? one : many}`;

/**
 * `a moment`, `40 seconds`, `5 minutes`, `2 hours`: how long to wait.
 * @param {number} seconds
 */
export function formatWait(seconds) {
  if (seconds < 5) return "a moment";
  if (seconds < 90) return quantity(Math.ceil(seconds), "second");
  if (seconds < 5400) return quantity(Math.ceil(seconds / 60), "minute");
  return quantity(Math.ceil(seconds / 3600), "hour");
}

/**
 * `Ana`, `Ana and Ben`, `Ana, Ben and Cem`.
 * @param {string[]} names
 */
export const listNames = (names) => new Intl.ListFormat(LOCALE, { type: "conjunction" }).format(names);

/**
 * Up to two letters that stand for a person without a picture.
 * @param {string} name
 */
export function initials(name) {
  const words = name.replace(/^(dr|prof|mr|mrs|ms)\.?\s+/i, "").split(/\s+/).filter(Boolean);
  const first = words[0] ?? "";
  const last = words.length > 1 ? words[words.length - 1] : "";
  return ([...first][0] ?? "?").toUpperCase() + ([...last][0] ?? "").toUpperCase();
}

/** The words of the component in one language, and dates and numbers as they are written in it. */

/** The languages there are words in; others are told in English. */
const LANGUAGES = ["en", "de", "es"];

/** @type {[Intl.RelativeTimeFormatUnit, number][]} unit and its length in seconds, longest first */
const UNITS = [["year", 31557600], ["month", 2629800], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** @param {string} language @returns {Promise<Record<string, any>>} */
const dictionary = async (language) => (await import(`./words/${language}.js`)).default;

/** One language, spoken. */
export class Words {
  /** @param {Record<string, any>} dictionary texts, or texts by plural category, with `{names}` in them @param {string} locale */
  constructor(dictionary, locale) {
    this.dictionary = dictionary;
    this.language = locale.split("-")[0];
    this.plurals = new Intl.PluralRules(locale);
    this.number = new Intl.NumberFormat(locale);
    this.relative = new Intl.RelativeTimeFormat(locale);
    this.days = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
    this.moments = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
  }

  /**
   * A text with nodes or other texts in its places; `count` chooses among plural forms.
   * @param {string} key @param {Record<string, any>} [values] @param {number} [count] @returns {any[]}
   */
  phrase(key, values = {}, count = 0) {
    const found = this.dictionary[key] ?? key;
    const text = typeof found === "string" ? found : found[this.plurals.select(count)] ?? found.other;
    return text.split(/\{(\w+)\}/).map((/** @type {string} */ part, /** @type {number} */ index) => (index % 2 ? values[part] : part));
  }

  /** @param {string} key @param {Record<string, string|number>} [values] @param {number} [count] */
  word(key, values, count) {
    return this.phrase(key, values, count).join("");
  }

  /** `1 comment`, `1,204 comments`. @param {number} count @param {string} key */
  quantity(count, key) {
    return this.word(key, { count: this.number.format(count) }, count);
  }

  /** What the server said, in English: its own words to those who read it, ours to others. @param {string} key @param {string} message */
  retold(key, message) {
    return this.language === "en" ? message : this.word(this.dictionary[key] ? key : "wrong_text_kept");
  }

  /** `17 August 2023`, in UTC as the API gives it. @param {string} iso */
  day = (iso) => this.days.format(new Date(iso));

  /** `17 August 2023 at 14:05`, in the reader's own time. @param {string} iso */
  moment = (iso) => this.moments.format(new Date(iso));

  /** `3 hours ago`. @param {string} iso */
  age(iso) {
    const seconds = (Date.parse(iso) - Date.now()) / 1000;
    return seconds > -60 ? this.word("just_now") : this.span(seconds);
  }

  /** `in 40 seconds`, `2 minutes ago`. @param {number} seconds */
  span(seconds) {
    const [unit, length] = UNITS.find(([, least]) => Math.abs(seconds) >= least) ?? UNITS[6];
    return this.relative.format(Math.ceil(seconds / length), unit);
  }
}

/**
 * The words in a language; in English where there are none, or none arrive.
 * @param {string} locale such as `de` or `de-AT`
 * @returns {Promise<Words>}
 */
export async function speak(locale) {
  const language = locale.split("-")[0].toLowerCase();
  const known = LANGUAGES.includes(language) && language !== "en" && (await dictionary(language).catch(() => null));
  if (known) return new Words(known, locale);
  return new Words(await dictionary("en"), language === "en" && locale.length > 2 ? locale : "en-GB");
}

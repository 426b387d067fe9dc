/** `<evident-comment-count page="5">`: how many comments a page has; one question for all that stand on a page. */

import { Api } from "./api.js";
import { speak } from "./words.js";

const PAGES_AT_ONCE = 100;

/** @type {Set<EvidentCommentCount>} those whose count was not asked for yet */
const uncounted = new Set();

/** Asks for everything that waits, by API and a hundred pages at once. */
async function askCounts() {
  const elements = [...uncounted];
  uncounted.clear();
  const bases = new Set(elements.map(({ base }) => base));
  for (const base of bases) {
    const here = elements.filter((element) => element.base === base);
    const pages = [...new Set(here.map(({ page }) => page))].sort((a, b) => a - b);
    for (let from = 0; from < pages.length; from += PAGES_AT_ONCE) {
      const api = new Api(base, new AbortController().signal, () => "");
      const some = pages.slice(from, from + PAGES_AT_ONCE);
      // Without an answer the elements keep what they hold.
      const { items } = await api.get("comments/counts/", { pages: some.join(",") }).catch(() => ({ items: [] }));
      for (const element of here) {
        const found = items.find((/** @type {{page: number}} */ { page }) => page === element.page);
        if (found) element.show(found);
      }
    }
  }
}

/**
 * Attributes: `page`; `block` for the comments on one block of it; `lang`; `plain` for the number alone; `api`. Until the
 * count is known, and where there is none, it shows what it holds.
 */
export class EvidentCommentCount extends HTMLElement {
  static observedAttributes = ["page", "block", "lang", "api"];

  connectedCallback() {
    if (!this.page) return;
    if (!uncounted.size) queueMicrotask(askCounts);
    uncounted.add(this);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.connectedCallback();
  }

  get page() {
    return Number(this.getAttribute("page"));
  }

  get base() {
    return new URL(this.getAttribute("api") || "/api/v2/", import.meta.url).href;
  }

  /** @param {{comment_count: number, by_block?: Record<string, number>}} found */
  async show({ comment_count: all, by_block: blocks = {} }) {
    const block = this.getAttribute("block");
    const count = block ? blocks[block] ?? 0 : all;
    const t = await speak(/** @type {HTMLElement|null} */ (this.closest("[lang]:not([lang=''])"))?.lang || "en");
    this.textContent = this.hasAttribute("plain") ? t.number.format(count) : t.quantity(count, "comment_count");
    this.dataset.count = String(count);
  }
}

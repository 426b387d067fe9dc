/** `<evident-comments page="5">`: the discussion of a page, wherever on the web that page is shown. */

import { Api, ApiError } from "./api.js";
import { Discussion } from "./discussion.js";
import { reveal } from "./dom.js";
import { failure } from "./explain.js";
import { dress } from "./style.js";
import { speak } from "./words.js";

/**
 * Attributes: `page` (its id) or `path` (its address on the site), `block` (only what is said of that block), `lang`, `order`
 * (oldest, newest, top), `theme` (light, dark, inherit), `refresh` (seconds between two looks for news, 0 for none), `api` (its
 * root, when it is not where this script is). A site sets the property `token` for its own users, a JWT.
 * Sends `evident-comments-change` with {count, isOpen} whenever one of these changes.
 */
export class EvidentComments extends HTMLElement {
  static observedAttributes = ["page", "path", "block", "lang", "order", "api"];

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    this.token = this.token ?? ""; // given, it may be, before this script had run
    this.isOpen = false;
    /** @type {AbortController|null} */
    this.stop = null;
    /** @type {Discussion|null} */
    this.discussion = null;
    /** Settles when the comments stand. @type {Promise<void>} */
    this.ready = new Promise((resolve) => (this.settle = resolve));
  }

  connectedCallback() {
    this.reload();
  }

  disconnectedCallback() {
    this.stop?.abort();
    this.stop = null;
  }

  /** @param {string} _name @param {string|null} before @param {string|null} now */
  attributeChangedCallback(_name, before, now) {
    if (this.stop && before !== now) this.reload();
  }

  /** Shows the discussion that the attributes name, from the beginning. */
  async reload() {
    this.stop?.abort();
    const stop = (this.stop = new AbortController());
    await null; // several attributes may be set at once
    if (stop.signal.aborted) return;
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    const api = new Api(new URL(this.getAttribute("api") || "/api/v2/", import.meta.url).href, stop.signal, () => this.token);
    const [t, page] = await Promise.all([
      speak(/** @type {HTMLElement|null} */ (this.closest("[lang]:not([lang=''])"))?.lang || document.documentElement.lang || "en"),
      this.#page(api).catch((error) => error), dress(root),
    ]);
    if (stop.signal.aborted) return;
    if (typeof page !== "number") return root.replaceChildren(failure(t, page, () => this.reload()));
    this.discussion = new Discussion(this, page, api, t, stop.signal);
    root.replaceChildren(this.discussion.element);
    await this.discussion.start();
    this.settle?.();
  }

  /** @param {Api} api @returns {Promise<number>} the id of the page */
  async #page(api) {
    const id = Number(this.getAttribute("page"));
    if (id) return id;
    let path = this.getAttribute("path") || location.pathname;
    for (let hops = 0; hops < 3; hops++) {
      const found = await api.get("resolve/", { path });
      if (found.page) return found.page.id;
      path = new URL(found.location, location.href).pathname;
    }
    throw new ApiError(404);
  }

  /** @param {number} count @param {boolean} isOpen */
  tell(count, isOpen) {
    this.isOpen = isOpen;
    this.dispatchEvent(new CustomEvent("evident-comments-change", { bubbles: true, composed: true, detail: { count, isOpen } }));
  }

  /** Begins a comment about one block of the page. @param {string} block */
  discuss(block) {
    this.discussion?.forms.about(block);
    this.scrollIntoView();
    this.discussion?.forms.form?.focus();
  }

  /** Shows the comments about one block of the page. @param {string} block */
  showBlock(block) {
    if (!this.discussion) return;
    this.discussion.filter(block);
    reveal(this.discussion.filterBar); // the form stands above it, and fills a small screen
  }
}

/** The threads of a discussion as far as they are loaded: nothing twice, one's own waiting comments among them. */

import { ApiError, get } from "./api.js";
import { commentItem, ownItem } from "./comment.js";
import { el, focusOn } from "./dom.js";
import { dropOwn, isWaiting, keepOwn, ownComments } from "./own-comments.js";
import { smallFailure } from "./states.js";
import { word } from "./words.js";

/** @typedef {import("./types.js").Comment} Comment */
/** @typedef {import("./types.js").OwnComment} OwnComment */
/** @typedef {import("./comment.js").Around} Around */
/** @typedef {{order: string, block: string|null}} View */
/** @typedef {{total_count: number, thread_count: number, next_cursor: string|null, is_open: boolean}} Meta */

const THREADS = 20;
const REPLIES = 20;

/** What a list of threads offers to the comments in it, apart from the discussion's own part. */
export class ThreadList {
  /**
   * @param {number} page
   * @param {Omit<Around, 'seen'|'moreReplies'>} around
   * @param {AbortSignal} signal
   */
  constructor(page, around, signal) {
    this.page = page;
    this.signal = signal;
    /** @type {Around} */
    this.around = {
      ...around,
      seen: (comment) => this.#note(comment),
      moreReplies: (comment, list, button) => this.#moreReplies(comment, list, button),
    };
    /** Counts the views asked for, so that a late answer does not replace a newer one. */
    this.turn = 0;
    /** @type {Set<number>} */
    this.shown = new Set();
    /** @type {string|null} */
    this.cursor = null;
    this.waiting = el("ol", { class: "threads threads-own", "aria-label": word("own_waiting_comments") });
    this.list = el("ol", { class: "threads" });
  }

  /** True the first time a comment is met. @param {Comment} comment */
  #note(comment) {
    if (this.shown.has(comment.id)) return false;
    this.shown.add(comment.id);
    return true;
  }

  /** The list that holds the replies to a comment, where it is loaded. @param {number|null} id */
  #repliesTo(id) {
    return this.list.querySelector(`[data-replies="${id}"]`);
  }

  /** @param {Comment[]} comments */
  #items(comments) {
    return comments.filter(this.around.seen).map((comment) => commentItem(comment, this.around));
  }

  /**
   * Loads the first threads of a view, in place of those shown.
   * @param {View} view
   * @returns {Promise<Meta|null>} null when another view was asked for meanwhile
   */
  async load({ order, block }) {
    const turn = ++this.turn;
    const { meta, items } = await get("comments/", { params: { page: this.page, order, block, limit: THREADS }, signal: this.signal });
    if (turn !== this.turn) return null;
    this.shown.clear();
    this.cursor = meta.next_cursor;
    this.list.replaceChildren(...this.#items(items));
    await this.#placeOwn(block);
    return meta;
  }

  /**
   * Loads the next threads of the same view.
   * @param {View} view
   */
  async loadMore({ order, block }) {
    const { turn } = this;
    const { meta, items } = await get("comments/", {
      params: { page: this.page, order, block, limit: THREADS, cursor: this.cursor }, signal: this.signal,
    });
    if (turn !== this.turn) return;
    this.cursor = meta.next_cursor;
    const fresh = this.#items(items);
    this.list.append(...fresh);
    this.#dropPublicOwn();
    focusOn(fresh[0]);
  }

  /** @param {Comment} comment @param {HTMLElement} list @param {HTMLButtonElement} button */
  async #moreReplies(comment, list, button) {
    button.disabled = true;
    try {
      const { meta, items } = await get(`comments/${comment.id}/replies/`, {
        params: { cursor: comment.replies_cursor, limit: REPLIES }, signal: this.signal,
      });
      comment.replies_cursor = meta.next_cursor;
      const fresh = this.#items(items);
      list.append(...fresh);
      this.#dropPublicOwn();
      if (meta.next_cursor) button.lastChild?.replaceWith(word("show_more_replies"));
      else button.remove();
      button.disabled = false;
      focusOn(fresh[0]);
    } catch (error) {
      if (this.signal.aborted) return;
      const problem = smallFailure(error, () => {
        problem.replaceWith(button);
        this.#moreReplies(comment, list, button);
      });
      button.replaceWith(problem);
      button.disabled = false;
    }
  }

  /** @param {OwnComment} own */
  #publish(own) {
    keepOwn({ ...own, status: "approved" });
    document.querySelector(`[data-own="${own.id}"]`)?.remove();
  }

  /** A waiting comment that was just loaded is public: its private copy goes. */
  #dropPublicOwn() {
    for (const own of ownComments(this.page)) if (isWaiting(own) && this.shown.has(own.id)) this.#publish(own);
  }

  /** Whether everything that could show the comment is loaded already, so that its absence tells. @param {OwnComment} own @param {string|null} block */
  #isConclusive(own, block) {
    if (this.cursor !== null || block) return false;
    if (own.parent === null) return true;
    const replies = this.#repliesTo(own.parent);
    return Boolean(replies) && !replies?.nextElementSibling?.matches(".more-replies");
  }

  /**
   * Whether a comment that was not met has become public. The lists are asked first: they answer "no" without an error.
   * @param {OwnComment} own
   * @returns {Promise<boolean>}
   */
  async #isPublic(own) {
    const { page, signal } = this;
    const isRoot = own.parent === null;
    if (isRoot || this.#repliesTo(own.parent)) {
      const { meta, items } = isRoot
        ? await get("comments/", { params: { page, order: "newest", limit: THREADS }, signal })
        : await get(`comments/${own.parent}/replies/`, { params: { limit: 100 }, signal });
      const ids = items.map((/** @type {Comment} */ comment) => comment.id);
      if (ids.includes(own.id)) return true;
      if (!meta.next_cursor || (isRoot && ids.some((/** @type {number} */ id) => id < own.id))) return false;
    }
    try {
      return (await get(`comments/${own.id}/`, { signal })).status === "approved";
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return false;
      throw error;
    }
  }

  /** Shows one's own waiting comments of the view, and forgets that they wait once they are public. @param {string|null} block */
  async #placeOwn(block) {
    this.waiting.replaceChildren();
    this.#dropPublicOwn();
    for (const own of ownComments(this.page).filter(isWaiting)) {
      if (block && own.block !== block) continue;
      if (!this.#isConclusive(own, block) && (await this.#isPublic(own).catch(() => false))) this.#publish(own);
      else this.showOwn(own);
    }
  }

  /**
   * Shows a waiting comment: a reply below its parent where that is loaded, anything else above the threads.
   * @param {OwnComment} own
   * @returns {HTMLElement}
   */
  showOwn(own) {
    const item = ownItem(own, this.around);
    const home = own.parent === null ? null : this.#repliesTo(own.parent);
    (home ?? this.waiting).append(item);
    return item;
  }

  /**
   * Shows a comment that was just published: a reply below its parent, a new thread on top.
   * @param {Comment} comment
   * @returns {HTMLElement}
   */
  showNew(comment) {
    this.shown.add(comment.id);
    const item = commentItem({ ...comment, replies: comment.replies ?? [], reply_count: comment.reply_count ?? 0 }, this.around);
    const home = comment.parent === null ? null : this.#repliesTo(comment.parent);
    if (home) home.append(item);
    else this.list.prepend(item);
    return item;
  }

  /**
   * Fetches one comment for a link to it, with its replies.
   * @param {number} id
   * @returns {Promise<HTMLElement|null>} null where there is no such public comment on this page
   */
  async fetchOne(id) {
    try {
      const comment = await get(`comments/${id}/`, { signal: this.signal });
      if (comment.page !== this.page) return null;
      this.shown.add(id);
      return commentItem(comment, this.around);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  }

  /** After a deletion: the item goes, or leaves a tombstone where replies hang on it. @param {OwnComment} own @param {HTMLElement} item */
  takeAway(own, item) {
    dropOwn(own.id);
    if (!item.querySelector(":scope > .replies > .comment")) return item.remove();
    item.querySelector(":scope > .comment-main")?.replaceWith(el("p", { class: "tombstone" }, word("removed_by_author")));
    item.querySelector(":scope > .reply-slot")?.remove();
  }
}

/** The threads of a discussion as far as they are loaded: nothing twice, one's own waiting comments among them. */

import { draw, entryOf, isWaiting } from "./comment.js";
import { el, focusOn } from "./dom.js";
import { failure } from "./explain.js";

/** @typedef {import("./comment.js").Comment} Comment */
/** @typedef {import("./comment.js").Entry} Entry */
/** @typedef {{meta: {total_count: number, thread_count: number, next_cursor: string|null, is_open: boolean, announcement: string, likes: number}, items: Comment[]}} Answer */

const AT_ONCE = 20;

/** What a comment's face is made of: all but what hangs on it. @param {Comment} comment */
const features = (comment) => JSON.stringify({ ...comment, replies: 0, reply_count: 0, replies_cursor: 0 });

/** The threads of one discussion. */
export class Threads {
  /** @param {import("./discussion.js").Discussion} discussion */
  constructor(discussion) {
    this.discussion = discussion;
    /** Counts the views asked for, so that a late answer does not replace a newer one. */
    this.turn = 0;
    /** @type {Map<number, Entry>} */
    this.entries = new Map();
    /** @type {string|null} */
    this.cursor = null;
    this.etag = "";
    const { t } = discussion;
    this.list = el("ol", { class: "threads", part: "threads" });
    this.waiting = el("ol", { class: "threads threads-own", "aria-label": t.word("own_waiting_comments") });
    this.linked = el("ol", { class: "threads threads-linked", hidden: true, "aria-label": t.word("linked_comment") });
  }

  /** What is asked for the current view. */
  get query() {
    const { page, view: { order, block } } = this.discussion;
    return { page, order, block, limit: AT_ONCE };
  }

  /** The comment of a list item. @param {Element} item */
  entryAt = (item) => this.entries.get(Number(item.id.slice(1)));

  /**
   * Puts comments in a list behind `after`, each once; those that are there already are brought up to date.
   * @param {Element} list @param {Comment[]} comments @param {Element|null} [after] null for the beginning @param {boolean} [quietly] adds nothing
   * @returns {HTMLElement[]} what is new
   */
  place(list, comments, after = null, quietly = false) {
    const fresh = [];
    for (const comment of comments) {
      let entry = this.entries.get(comment.id);
      if (entry) fresh.push(...this.#update(entry, comment, quietly));
      else if (quietly) continue;
      else {
        entry = entryOf(this.discussion, comment);
        this.entries.set(comment.id, entry);
        this.place(entry.list, comment.replies);
        this.#offerMore(entry);
        after ? after.after(entry.item) : list.prepend(entry.item);
        fresh.push(entry.item);
      }
      if (entry.item.parentElement === list) after = entry.item;
    }
    return fresh;
  }

  /** @param {Entry} entry @param {Comment} comment @param {boolean} quietly */
  #update(entry, comment, quietly) {
    const changed = features(entry.comment) !== features(comment);
    // Nothing is taken out of the hands of somebody who is just using it.
    if (changed && !entry.main.hidden && !this.isInUse(entry.main)) this.redraw(comment.id, comment);
    if (isWaiting(entry.comment)) this.discussion.total += 1;
    entry.comment = comment;
    const fresh = this.place(entry.list, comment.replies, null, quietly);
    if (!comment.replies_cursor) this.#prune(entry.list, comment.replies);
    this.#offerMore(entry);
    return fresh;
  }

  /** Shows a comment as it is now. @param {number} id @param {Partial<Comment>} changes */
  redraw(id, changes) {
    const entry = this.entries.get(id);
    if (!entry) return;
    entry.comment = { ...entry.comment, ...changes };
    draw(this.discussion, entry);
  }

  /** Whether the focus is in an element, or something in it is being written. @param {Element} element */
  isInUse = (element) => element.contains(this.discussion.root.activeElement) || Boolean(element.querySelector("form, .panel"));

  /** Takes away what is not among `all` any more. @param {Element} list @param {Comment[]} all */
  #prune(list, all) {
    const there = new Set(all.map(({ id }) => id));
    for (const item of [...list.children]) {
      const entry = this.entryAt(item);
      if (!entry || there.has(entry.comment.id) || isWaiting(entry.comment) || this.isInUse(item)) continue;
      item.remove();
      this.entries.delete(entry.comment.id);
    }
  }

  /** Offers the replies that are not shown, with all that hangs on them; a tombstone is no reply. @param {Entry} entry */
  #offerMore({ comment, list, more, cursor }) {
    const { t } = this.discussion;
    let left = comment.reply_count;
    for (const item of list.children) {
      const reply = this.entryAt(item)?.comment;
      if (reply) left -= reply.reply_count + (reply.status === "approved" ? 1 : 0);
    }
    more.hidden = left <= 0 && !cursor;
    /** @type {Element} */ (more.lastElementChild).textContent = left > 0 ? t.quantity(left, "show_count_replies") : t.word("load_more_comments");
  }

  /** Loads the first threads of the view, in place of those shown. @returns {Promise<Answer["meta"]|null>} null when another view was asked for meanwhile */
  async load() {
    const turn = ++this.turn;
    const [{ body, etag }] = await Promise.all([this.discussion.api.getTagged("comments/", this.query), this.discussion.learnMine()]);
    if (turn !== this.turn) return null;
    this.etag = etag;
    this.cursor = body.meta.next_cursor;
    this.entries.clear();
    this.list.replaceChildren();
    this.linked.hidden = true;
    this.place(this.list, body.items);
    this.#placeOwn();
    return body.meta;
  }

  /** Loads the next threads of the view. @returns {Promise<HTMLElement[]>} */
  async loadMore() {
    const { turn } = this;
    const { meta, items } = await this.discussion.api.get("comments/", { ...this.query, cursor: this.cursor });
    if (turn !== this.turn) return [];
    this.cursor = meta.next_cursor;
    return this.place(this.list, items, this.list.lastElementChild);
  }

  /** What has changed in the view since it was loaded, null when nothing has. @returns {Promise<Answer|null>} */
  async news() {
    const { turn } = this;
    const { body, etag } = await this.discussion.api.getTagged("comments/", this.query, this.etag);
    if (!body || turn !== this.turn) return null;
    this.etag = etag;
    this.place(this.list, body.items, null, true);
    if (!body.meta.next_cursor) this.#prune(this.list, body.items);
    return body;
  }

  /** Loads more of a comment's replies. @param {Entry} entry */
  async moreReplies(entry) {
    const { more, comment, list, cursor } = entry;
    more.disabled = true;
    try {
      // Without a cursor the first ones are there, and what came since is asked for from the beginning.
      const { meta, items } = await this.discussion.api.get(`comments/${comment.id}/replies/`, { cursor, limit: cursor ? AT_ONCE : 100 });
      entry.cursor = meta.next_cursor;
      const fresh = this.place(list, items, cursor ? list.lastElementChild : null);
        this.#offerMore(entry);
      focusOn(fresh[0]);
    } catch (error) {
      if (this.discussion.signal.aborted) return;
      const problem = failure(this.discussion.t, error, () => {
        problem.replaceWith(more);
        this.moreReplies(entry);
      });
      more.replaceWith(problem);
    } finally {
      more.disabled = false;
    }
  }

  /** Shows one's own comments of the view that nobody else sees. */
  #placeOwn() {
    const { mine, view } = this.discussion;
    this.waiting.replaceChildren();
    for (const comment of mine.comments) if (!view.block || comment.block === view.block) this.showOwn(comment);
  }

  /** Shows one's own comment: a reply below its parent where that is loaded, anything else above the threads. @param {Comment} comment @returns {HTMLElement} */
  showOwn(comment) {
    const parent = this.entries.get(comment.parent ?? 0);
    if (parent && !isWaiting(comment)) parent.comment = { ...parent.comment, reply_count: parent.comment.reply_count + 1 };
    this.place(parent?.list ?? (isWaiting(comment) ? this.waiting : this.list), [comment], parent?.list.lastElementChild);
    return /** @type {Entry} */ (this.entries.get(comment.id)).item;
  }

  /**
   * Shows a comment that a link leads to and that is not among those loaded: in its thread, else above all with what it answers.
   * @param {number} id
   * @returns {Promise<HTMLElement>} the comment, or what says that it is gone
   */
  async showLinked(id) {
    const { api, page, t } = this.discussion;
    /** @type {{ancestors: Comment[], comment: Comment}|null} */
    const found = await api.get(`comments/${id}/context/`).catch(() => null);
    this.linked.hidden = false;
    if (found?.comment.page !== page) this.linked.replaceChildren(el("li", { class: "tombstone" }, t.word("linked_comment_gone")));
    else {
      let list = /** @type {HTMLElement} */ (this.linked);
      for (const comment of [...found.ancestors, found.comment]) {
        if (!this.entries.has(comment.id)) this.place(list, [comment], list.lastElementChild);
        const entry = /** @type {Entry} */ (this.entries.get(comment.id));
        list = entry.list;
      }
      for (const { id: above } of found.ancestors) this.#offerMore(/** @type {Entry} */ (this.entries.get(above)));
      this.linked.hidden = !this.linked.children.length;
    }
    return this.entries.get(id)?.item ?? this.linked;
  }

  /** After a deletion: the item goes, or leaves a tombstone where replies hang on it. @param {number} id */
  takeAway(id) {
    const entry = this.entries.get(id);
    if (entry?.list.children.length) this.redraw(id, { status: "removed", removed_by: "author" });
    else {
      entry?.item.remove();
      this.entries.delete(id);
    }
  }
}

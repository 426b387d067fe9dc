/** The discussion below an article: its count, order and filter, the threads, and the form to take part. */

import { editOwn, deleteOwn } from "./comment-edit.js";
import { DiscussionForms } from "./discussion-forms.js";
import { noComments, sortingButtons } from "./discussion-parts.js";
import { announce, el, focusOn, richText } from "./dom.js";
import { quantity } from "./format.js";
import { isWaiting, keepOwn } from "./own-comments.js";
import { reveal } from "./reveal.js";
import { discussionSkeleton, smallFailure } from "./states.js";
import { ThreadList } from "./thread-list.js";
import { phrase, word } from "./words.js";

/** @typedef {import("./types.js").Article} Article */
/** @typedef {import("./types.js").OwnComment} OwnComment */

/** One article's discussion, and the way the article's claims reach it. */
class Discussion {
  /** @param {Article} article @param {Map<string, string>} headings @param {AbortSignal} signal */
  constructor(article, headings, signal) {
    this.article = article;
    this.headings = headings;
    this.signal = signal;
    this.total = article.discussion?.comment_count ?? 0;
    this.view = { order: "oldest", block: /** @type {string|null} */ (null) };
    this.forms = new DiscussionForms(article, headings, {
      sent: (answer, typed) => this.received(answer, typed),
      stopped: () => this.hideInvitations(),
      closedMeanwhile: () => this.closedMeanwhile(),
    }, signal);
    this.threads = new ThreadList(article.id, {
      headings, canReply: () => this.forms.canWrite,
      reply: (comment, slot, button) => this.forms.openReply(comment, slot, button),
      edit: (own, item) => editOwn(own, item, (changed, answer) => this.replaceOwn(changed, answer, item)),
      remove: (own, item) => deleteOwn(own, item, () => this.removeOwn(own, item)),
    }, signal);
    this.count = el("span", { class: "count" });
    this.title = el("h2", { id: "discussion-title" }, word("discussion"));
    this.sorting = el("div", { class: "sorting", role: "group", "aria-label": word("comments_order") });
    this.filterBar = el("div", { class: "filter", hidden: true });
    this.linked = el("ol", { class: "threads threads-linked", hidden: true, "aria-label": word("linked_comment") });
    this.body = el("div", { class: "discussion-body" }, discussionSkeleton());
    this.element = el("section", { class: "discussion", id: "discussion", "aria-labelledby": "discussion-title" },
      el("div", { class: "discussion-head" }, this.title, this.count), this.forms.subjectBar, this.forms.element,
      el("div", { class: "discussion-tools" }, this.filterBar, this.sorting), this.linked, this.threads.waiting, this.body);
  }

  /** Fills the discussion for the first time; settles when the comments stand. */
  async start() {
    this.showCount();
    this.showSorting();
    // Both, before anything is scrolled to: the form stands above the comments and would push them down.
    await Promise.all([this.forms.show(), this.load()]);
    const wanted = /^#c(\d+)$/.exec(location.hash)?.[1];
    if (wanted && !document.getElementById(`c${wanted}`)) await this.showLinked(Number(wanted));
  }

  showCount() {
    this.count.textContent = this.total ? quantity(this.total, "comment_count") : "";
  }

  showSorting() {
    sortingButtons(this.sorting, this.view.order, (order) => {
      this.view.order = order;
      this.load();
    });
  }

  /** Loads the comments of the current view. */
  async load() {
    this.body.setAttribute("aria-busy", "true");
    try {
      const meta = await this.threads.load(this.view);
      if (!meta) return;
      if (!this.view.block) this.total = meta.total_count;
      if (meta.is_open === false && this.forms.canWrite) this.forms.close();
      this.showCount();
      this.showThreads();
    } catch (error) {
      if (!this.signal.aborted) this.body.replaceChildren(smallFailure(error, () => this.load()));
    } finally {
      this.body.removeAttribute("aria-busy");
    }
  }

  showThreads() {
    const empty = !this.threads.list.children.length;
    this.sorting.hidden = empty && !this.view.block;
    if (empty && !this.threads.waiting.children.length) return this.body.replaceChildren(noComments(this.forms.canWrite));
    const more = el("button", { type: "button", class: "button button-quiet" }, word("load_more_comments"));
    more.addEventListener("click", () => this.loadMore(more));
    this.body.replaceChildren(this.threads.list, ...(this.threads.cursor ? [el("div", { class: "more" }, more)] : []));
  }

  /** @param {HTMLButtonElement} button */
  async loadMore(button) {
    button.disabled = true;
    button.textContent = word("loading");
    try {
      await this.threads.loadMore(this.view);
      this.showThreads();
    } catch (error) {
      if (!this.signal.aborted) button.parentElement?.replaceChildren(smallFailure(error, () => this.loadMore(button)));
    }
  }

  /** A comment that is not among those loaded stands above them, when a link leads to it. @param {number} id */
  async showLinked(id) {
    const item = await this.threads.fetchOne(id).catch(() => null);
    this.linked.hidden = false;
    this.linked.replaceChildren(item ?? el("li", { class: "tombstone" }, word("linked_comment_gone")));
  }

  /** Nobody here can write: what invites to it goes, beside the claims as well. */
  hideInvitations() {
    const around = this.element.closest("article") ?? this.element;
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (around.querySelectorAll("[data-invites]"))) button.hidden = true;
    if (this.body.querySelector(".empty")) this.showThreads();
  }

  /** The discussion was closed while somebody was writing. */
  closedMeanwhile() {
    this.forms.close();
    this.load();
    announce(word("closed_just_now"));
    focusOn(this.title);
  }

  /**
   * A comment was taken: it is shown at once, to everybody or to its author alone.
   * @param {any} answer
   * @param {{body: string, name: string, parent: number|null}} typed
   */
  received(answer, { body, name, parent }) {
    /** @type {OwnComment} */
    const own = {
      id: answer.id, page: this.article.id, parent: answer.parent ?? parent, block: answer.block ?? null,
      name: answer.author?.name || name, body, edit_token: answer.edit_token, status: answer.status, submitted_at: answer.submitted_at,
    };
    keepOwn(own);
    this.forms.setSubject(null);
    if (!this.threads.list.isConnected) this.body.replaceChildren(this.threads.list);
    const waiting = isWaiting(own);
    const item = waiting ? this.threads.showOwn(own) : this.threads.showNew(answer);
    if (!waiting) {
      this.total += 1;
      this.showCount();
    }
    announce(word(waiting ? "thanks_waiting" : "thanks_published"));
    reveal(item);
  }

  /**
   * One's own comment was changed: it may wait again, or be public with other words.
   * @param {OwnComment} own
   * @param {any} answer
   * @param {HTMLElement} item
   */
  replaceOwn(own, answer, item) {
    const wasPublic = !item.dataset.own;
    if (wasPublic && !isWaiting(own)) {
      item.querySelector(":scope > .comment-main .comment-body")?.replaceChildren(richText(answer.body_html));
      return focusOn(item);
    }
    item.remove();
    // What hung on it is hidden with it until it is approved again: the server knows what is left.
    if (wasPublic) return this.load();
    focusOn(isWaiting(own) ? this.threads.showOwn(own) : this.threads.showNew(answer));
  }

  /** @param {OwnComment} own @param {HTMLElement} item */
  removeOwn(own, item) {
    if (!item.dataset.own) {
      this.total = Math.max(0, this.total - 1);
      this.showCount();
    }
    this.threads.takeAway(own, item);
    this.showThreads();
    focusOn(this.title);
  }

  /** Shows only the comments on one claim; all of them again with null. @param {string|null} block */
  setFilter(block) {
    this.view.block = block;
    this.filterBar.hidden = !block;
    if (block) {
      this.filterBar.replaceChildren(el("p", {}, phrase("comments_on", { heading: el("strong", {}, this.headings.get(block) ?? word("this_claim")) })),
        el("button", { type: "button", class: "text-button", on: { click: () => this.setFilter(null) } }, word("show_all_comments")));
    }
    return this.load();
  }

  /** @returns {import("./claims.js").Talk} */
  get talk() {
    return {
      isOpen: this.forms.canWrite,
      commentCount: (block) => this.article.discussion?.by_block?.[block] ?? 0,
      discuss: (block) => {
        this.forms.setSubject(block);
        reveal(this.element);
        this.forms.form?.focus();
      },
      showBlock: (block) => {
        this.setFilter(block);
        reveal(this.element);
        focusOn(this.title);
      },
    };
  }
}

/**
 * The discussion of an article.
 * @param {{article: Article, headings: Map<string, string>, signal: AbortSignal}} options
 * @returns {{element: HTMLElement, ready: Promise<void>, talk: import("./claims.js").Talk}} `ready` settles when the
 *   comments stand
 */
export function createDiscussion({ article, headings, signal }) {
  const discussion = new Discussion(article, headings, signal);
  return { element: discussion.element, talk: discussion.talk, ready: discussion.start() };
}

/** One discussion as it stands on a page: its count, order and filter, the forms, the threads, and what is new. */

import { Api, ApiError } from "./api.js";
import { isWaiting } from "./comment.js";
import { button, el, focusOn, reveal, textButton } from "./dom.js";
import { failure, notice } from "./explain.js";
import { Forms } from "./forms.js";
import { likeButton } from "./reacting.js";
import { Refresh } from "./refresh.js";
import { keepOwn, ownComments, readerName } from "./storage.js";
import { Threads } from "./threads.js";

/** @typedef {import("./comment.js").Comment} Comment */

const ORDERS = ["oldest", "newest", "top"];

/** What one element shows, until its attributes change. */
export class Discussion {
  /**
   * @param {import("./element.js").EvidentComments} host @param {number} page @param {Api} api
   * @param {import("./words.js").Words} t @param {AbortSignal} signal
   */
  constructor(host, page, api, t, signal) {
    this.host = host;
    this.page = page;
    this.api = api;
    this.t = t;
    this.signal = signal;
    this.root = /** @type {ShadowRoot} */ (host.shadowRoot);
    const order = host.getAttribute("order") ?? "";
    this.view = { order: ORDERS.includes(order) ? order : "oldest", block: host.getAttribute("block") };
    /** Comments of the view, as they were when it was last shown. */
    this.total = 0;
    /** What is the reader's own here. */
    this.mine = { liked: false, reactions: /** @type {Map<number, string>} */ (new Map()), flagged: /** @type {Set<number>} */ (new Set()), comments: /** @type {Comment[]} */ ([]) };
    this.forms = new Forms(this);
    this.threads = new Threads(this);
    this.refresh = new Refresh(this);
    this.count = el("span", { class: "count", part: "count" });
    this.announcement = el("p", { class: "notice", part: "announcement", dir: "auto", hidden: true });
    this.title = el("h2", { part: "title" }, t.word("discussion"));
    this.like = likeButton(this);
    this.sorting = el("div", { class: "sorting", part: "sorting", role: "group", "aria-label": t.word("comments_order") });
    this.filterBar = el("div", { class: "bar", hidden: true });
    this.body = el("div", { class: "list" }, el("p", { class: "loading", role: "status" }, t.word("loading_comments")));
    this.status = el("div", { class: "sr", role: "status" });
    this.own = el("p", { class: "own" });
    /** Whether the comments stand. */
    this.stands = false;
    this.element = el("section", { class: "discussion", part: "discussion", "aria-label": t.word("discussion"), lang: t.language },
      el("div", { class: "head", part: "head" }, el("slot", { name: "title" }, this.title), this.count), this.announcement, this.forms.subjectBar, this.forms.element,
      el("div", { class: "tools" }, this.like.element, this.filterBar, this.sorting), this.refresh.element, this.threads.linked, this.threads.waiting, this.body, this.own, this.status);
  }

  /** Fills the discussion for the first time; settles when the comments stand. */
  async start() {
    this.showSorting();
    await this.open();
    this.refresh.start();
    addEventListener("hashchange", () => this.followHash(), { signal: this.signal });
    await this.followHash();
  }

  /** Shows form and comments; what is wrong with both is said once, in place of the comments. */
  async open() {
    // Both, before anything is scrolled to: the form stands above the comments and would push them down.
    const [problem] = await Promise.all([this.forms.open().catch((error) => error), this.load()]);
    if (problem && this.stands) this.forms.fail(problem);
  }

  /** Goes to the comment that the page's address names, such as `#c812`. */
  async followHash() {
    const id = Number(/^#c(\d+)$/.exec(location.hash)?.[1]);
    if (id) reveal(this.root.getElementById(`c${id}`) ?? (await this.threads.showLinked(id)));
  }

  /** Says something to people who use a screen reader, without moving the focus. @param {string} message */
  announce(message) {
    this.status.textContent = "";
    requestAnimationFrame(() => (this.status.textContent = message));
  }

  /** @param {string} block the element that shows it on the page around, if there is one */
  anchorOf = (block) => document.getElementById(`block-${block}`) ?? document.querySelector(`[data-evident-block="${CSS.escape(block)}"]`);

  /** @param {string} block what it is called there */
  headingOf = (block) => this.anchorOf(block)?.querySelector("h1, h2, h3, h4, h5, h6")?.textContent?.trim();

  showCount() {
    this.count.textContent = this.total ? this.t.quantity(this.total, "comment_count") : "";
    this.host.tell(this.total, this.forms.canWrite);
  }

  showSorting() {
    this.sorting.replaceChildren(...ORDERS.map((order) => el("button", {
      type: "button", part: "sort", "aria-pressed": String(order === this.view.order), on: { click: () => {
        this.sortBy(order);
        focusOn(this.sorting.querySelector("[aria-pressed=true]"));
      } },
    }, this.t.word(order))));
  }

  /** @param {string} order */
  sortBy(order) {
    this.view.order = order;
    this.showSorting();
    return this.load();
  }

  /** Loads the comments of the current view. */
  async load() {
    this.body.setAttribute("aria-busy", "true");
    this.refresh.forget();
    try {
      const meta = await this.threads.load();
      if (!meta) return;
      this.stands = true;
      if (!meta.is_open && this.forms.canWrite) this.forms.close();
      this.learn(meta);
      this.total = meta.total_count;
      this.showCount();
      this.showThreads();
    } catch (error) {
      if (this.signal.aborted) return;
      const problem = failure(this.t, error, () => (this.stands ? this.load() : this.open()));
      // A page that takes no comments has no order of them, and nothing to like.
      if (error instanceof ApiError && error.status === 404) this.element.replaceChildren(problem);
      else this.body.replaceChildren(problem);
    } finally {
      this.body.removeAttribute("aria-busy");
    }
  }

  /** @param {import("./threads.js").Answer["meta"]} meta */
  learn({ announcement, likes }) {
    this.like.show(likes);
    this.announcement.textContent = announcement;
    this.announcement.hidden = !announcement;
  }

  /** Asks what is the reader's own here, if there can be anything; without an answer nothing is. */
  async learnMine() {
    const tokens = ownComments(this.page).map(({ edit_token: token }) => token);
    if (!tokens.length && !readerName(false) && !this.host.token && !this.api.csrf) return;
    const found = await this.api.getMine(this.page, tokens).catch(() => null);
    if (!found) return;
    this.mine = {
      liked: found.liked, comments: found.comments, flagged: new Set(found.flagged),
      reactions: new Map(found.reactions.map((/** @type {any} */ one) => [one.comment, one.reaction])),
    };
  }

  showThreads() {
    const { t, threads } = this;
    const empty = !threads.list.children.length;
    this.sorting.hidden = threads.list.children.length < 2;
    if (empty && !threads.waiting.children.length) {
      return this.body.replaceChildren(notice("comment", el("strong", {}, t.word("no_comments_title")), this.forms.canWrite && ` ${t.word("no_comments_invitation")}`));
    }
    const more = button(t.word("load_more_comments"), { class: "button quiet", on: { click: () => this.loadMore(more) } });
    this.body.replaceChildren(threads.list, ...(threads.cursor ? [el("div", { class: "more" }, more)] : []));
  }

  /** @param {HTMLButtonElement} more */
  async loadMore(more) {
    more.disabled = true;
    try {
      const [first] = await this.threads.loadMore();
      this.showThreads();
      focusOn(first);
    } catch (error) {
      if (!this.signal.aborted) more.parentElement?.replaceChildren(failure(this.t, error, () => this.loadMore(more)));
    }
  }

  /** Whether people can write here now: what invites to it is shown, or goes. @param {boolean} open */
  invite(open) {
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll("[data-invites]"))) one.hidden = !open;
    this.host.tell(this.total, open);
  }

  /** The discussion was closed while somebody was writing. */
  closedMeanwhile() {
    this.forms.close();
    this.load();
    this.announce(this.t.word("closed_title"));
    focusOn(this.element);
  }

  /** A comment was taken: it is shown at once, to everybody or to its author alone. @param {Comment} answer @param {{body: string, source: string}} typed */
  received(answer, { body, source }) {
    const cites = answer.block && !answer.depth;
    keepOwn({ id: answer.id, page: this.page, body, ...(cites && { source }), edit_token: answer.edit_token ?? "", submitted_at: answer.submitted_at });
    this.forms.about(this.filterBar.hidden ? null : this.view.block);
    if (!this.threads.list.isConnected) this.body.replaceChildren(this.threads.list);
    const item = this.threads.showOwn(answer);
    if (!isWaiting(answer)) this.add(1);
    this.announce(this.t.word(isWaiting(answer) ? "thanks_waiting" : "thanks_published"));
    reveal(item);
  }

  /** @param {number} number of public comments */
  add(number) {
    this.total = Math.max(0, this.total + number);
    this.showCount();
  }

  /** One's own comment was changed: it may wait again, or be public with other words. @param {Comment} answer */
  async changedOwn(answer) {
    const { threads } = this;
    const before = threads.entries.get(answer.id)?.comment;
    const { body_html, edited_at, status } = answer;
    // What hung on it is hidden with it until it is approved again: the server knows what is left.
    if (before && !isWaiting(before) && isWaiting(answer)) await this.load();
    else if (before && isWaiting(before) && !isWaiting(answer)) {
      threads.takeAway(answer.id);
      threads.showOwn(answer);
      this.add(1);
    } else threads.redraw(answer.id, { body_html, edited_at, status });
    focusOn(threads.entries.get(answer.id)?.item);
  }

  /** @param {number} id */
  deletedOwn(id) {
    if (this.threads.entries.get(id)?.comment.status === "approved") this.add(-1);
    this.threads.takeAway(id);
    this.showThreads();
    focusOn(this.element);
  }

  /** Shows only the comments on one block, about which one then writes; all of them again with null. @param {string|null} block */
  filter(block) {
    const { t } = this;
    this.view.block = block;
    this.filterBar.hidden = !block;
    if (this.forms.canWrite) this.forms.about(block);
    if (block) {
      this.filterBar.replaceChildren(el("p", {}, t.phrase("comments_on", { heading: el("strong", {}, this.headingOf(block) ?? t.word("this_part")) })),
        textButton(t.word("show_all_comments"), () => this.filter(null)));
    }
    return this.load();
  }
}

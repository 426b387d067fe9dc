/** The forms of a discussion: the one above the comments, a reply's, and the token that serves them all. */

import { commentForm, requestPermit } from "./comment-form.js";
import { closedNotice, membersNotice } from "./discussion-parts.js";
import { el } from "./dom.js";
import { smallFailure } from "./states.js";
import { phrase, word } from "./words.js";

/** @typedef {import("./types.js").Comment} Comment */
/** @typedef {import("./comment-form.js").Permit} Permit */
/**
 * What the forms tell the discussion around them.
 * @typedef {{sent: (answer: any, typed: {body: string, name: string, parent: number|null}) => void,
 *   stopped: () => void, closedMeanwhile: () => void}} Around `stopped` when nobody here can write (any more)
 */

/** Where people write, or are told why they cannot. */
export class DiscussionForms {
  /**
   * @param {import("./types.js").Article} article
   * @param {Map<string, string>} headings of the blocks a comment can be about
   * @param {Around} around
   * @param {AbortSignal} signal
   */
  constructor(article, headings, around, signal) {
    this.page = article.id;
    this.closesAt = article.discussion?.closes_at;
    this.headings = headings;
    this.around = around;
    this.signal = signal;
    this.canWrite = article.discussion?.is_open ?? false;
    /** The claim the next comment will be about. @type {string|null} */
    this.subject = null;
    /** @type {Promise<Permit>|null} */
    this.permit = null;
    /** @type {ReturnType<typeof commentForm>|null} */
    this.form = null;
    /** @type {(() => void)|null} */
    this.closeReply = null;
    this.subjectBar = el("div", { class: "subject", hidden: true });
    this.element = el("div", { class: "form-box" });
  }

  /** The token serves every form of the page. */
  #getPermit() {
    this.permit ??= requestPermit(this.page).catch((error) => {
      this.permit = null;
      throw error;
    });
    return this.permit;
  }

  #renewPermit() {
    this.permit = null;
    return this.#getPermit();
  }

  /** The form's rules have the last word on who may write; null, and said, where nobody here may. */
  async #permitToWrite() {
    const permit = await this.#getPermit();
    if (permit.rules.is_open && permit.rules.guests) return permit;
    if (permit.rules.is_open) this.#stop(membersNotice());
    else this.close();
    return null;
  }

  /** @param {HTMLElement} notice */
  #stop(notice) {
    this.canWrite = false;
    this.form = null;
    this.closeReply?.();
    this.setSubject(null);
    this.element.replaceChildren(notice);
    this.around.stopped();
  }

  /** No more comments are taken: the forms go. */
  close() {
    this.#stop(closedNotice(this.closesAt));
  }

  /** Shows the form above the comments, or why there is none. */
  async show() {
    if (!this.canWrite) return this.close();
    try {
      const permit = await this.#permitToWrite();
      if (!permit) return;
      this.form = this.#make(permit, { parent: null, block: () => this.subject });
      this.element.replaceChildren(this.form.element);
    } catch (error) {
      if (!this.signal.aborted) this.element.replaceChildren(smallFailure(error, () => this.show()));
    }
  }

  /** @param {Permit} permit @param {{parent: number|null, block: () => string|null, close?: () => void, onCancel?: () => void}} place */
  #make(permit, { parent, block, close, onCancel }) {
    return commentForm({
      page: this.page, parent, block, onCancel, permit: () => this.#renewPermit(),
      onClosed: () => this.around.closedMeanwhile(),
      onSent: (answer, body, name) => {
        close?.();
        this.around.sent(answer, { body, name, parent });
      },
    }, permit);
  }

  /**
   * Opens the form for a reply below a comment; there is one at a time.
   * @param {Comment} comment
   * @param {HTMLElement} slot
   * @param {HTMLElement} button that asked for it, out of sight meanwhile
   */
  async openReply(comment, slot, button) {
    this.closeReply?.();
    const close = () => {
      slot.replaceChildren();
      button.hidden = !this.canWrite;
      this.closeReply = null;
    };
    const onCancel = () => {
      close();
      button.focus();
    };
    try {
      const permit = await this.#permitToWrite();
      if (!permit) return;
      const form = this.#make(permit, { parent: comment.id, block: () => null, close, onCancel });
      button.hidden = true;
      this.closeReply = close;
      slot.replaceChildren(form.element);
      form.focus();
    } catch (error) {
      if (!this.signal.aborted) slot.replaceChildren(smallFailure(error, () => this.openReply(comment, slot, button)));
    }
  }

  /** Chooses the claim the next comment is about. @param {string|null} block */
  setSubject(block) {
    this.subject = block;
    this.subjectBar.hidden = !block;
    if (!block) return;
    const forget = () => {
      this.setSubject(null);
      this.form?.focus();
    };
    this.subjectBar.replaceChildren(el("p", {}, phrase("comment_about", { heading: el("a", { href: `#block-${block}` }, this.headings.get(block) ?? word("this_claim")) })),
      el("button", { type: "button", class: "text-button", on: { click: forget } }, word("comment_about_article")));
  }
}

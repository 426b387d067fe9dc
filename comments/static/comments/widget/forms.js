/** Where people write: the form above the comments, a reply's, and the token that serves them all. */

import { el, textButton } from "./dom.js";
import { failure, notice } from "./explain.js";
import { commentForm } from "./form.js";

/** @typedef {import("./comment.js").Comment} Comment */
/** @typedef {import("./form.js").Permit} Permit */
/** @typedef {import("./form.js").Rules} Rules */

/** The forms of one discussion, or why there are none. */
export class Forms {
  /** @param {import("./discussion.js").Discussion} discussion */
  constructor(discussion) {
    this.discussion = discussion;
    this.canWrite = true;
    /** The block the next comment will be about. @type {string|null} */
    this.subject = null;
    /** @type {Promise<Permit>|null} */
    this.permit = null;
    /** @type {ReturnType<typeof commentForm>|null} */
    this.form = null;
    /** @type {(() => void)|null} */
    this.closeReply = null;
    this.subjectBar = el("div", { class: "bar", hidden: true });
    this.element = el("div", { class: "form-box" });
  }

  /** The token serves every form of the page. @returns {Promise<Permit>} */
  #getPermit() {
    const { api, page } = this.discussion;
    const since = Date.now();
    this.permit ??= api.getForm(page).then((rules) => ({ rules, since: Math.max(since, Date.now() - 1000) }));
    this.permit.catch(() => (this.permit = null));
    return this.permit;
  }

  #renew = () => {
    this.permit = null;
    return this.#getPermit();
  };

  /** The form's rules have the last word on who may write; null, and said, where nobody here may. */
  async #permitToWrite() {
    const { t, host, own } = this.discussion;
    const permit = await this.#getPermit();
    const { rules } = permit;
    own.replaceChildren(el("a", { href: rules.own_data_url }, t.word("own_data")));
    if (!rules.is_open) this.close(rules.closes_at);
    else if (!rules.guests && !host.token && !rules.reader) this.#stop(notice("note", t.word("members_only")));
    else return permit;
    return null;
  }

  /** @param {HTMLElement} why */
  #stop(why) {
    this.canWrite = false;
    this.form = null;
    this.closeReply?.();
    this.about(null);
    this.element.replaceChildren(why);
    this.discussion.invite(false);
  }

  /** No more comments are taken: the forms go. @param {string|null} [since] */
  close(since) {
    const { t } = this.discussion;
    const past = since && Date.parse(since) < Date.now();
    this.#stop(notice("note", el("strong", {}, t.word("closed_title")), past && ` ${t.word("closed_since", { date: t.day(since) })}`));
  }

  /** Shows the form above the comments, or why nobody may write; throws where that cannot be known. */
  async open() {
    const permit = await this.#permitToWrite();
    if (!permit) return;
    this.canWrite = true;
    this.discussion.invite(true);
    this.form = this.#make(permit, null);
    this.element.replaceChildren(this.form.element);
  }

  /** The same, with a way to try again where it fails. */
  show = () => this.open().catch((error) => this.fail(error));

  /** @param {unknown} error */
  fail(error) {
    if (!this.discussion.signal.aborted) this.element.replaceChildren(failure(this.discussion.t, error, this.show));
  }

  /** The discussion was closed or opened meanwhile. */
  renewed() {
    this.permit = null;
    return this.show();
  }

  /** @param {Permit} permit @param {number|null} parent @param {() => void} [close] @param {() => void} [cancel] */
  #make(permit, parent, close, cancel) {
    const { discussion } = this;
    return commentForm(discussion, permit, {
      parent, cancel, renew: this.#renew, closed: () => discussion.closedMeanwhile(),
      block: () => (parent ? null : this.subject ?? discussion.host.getAttribute("block")),
      sent: (answer, typed) => {
        close?.();
        discussion.received(answer, typed);
      },
    });
  }

  /**
   * Opens the form for a reply below a comment; there is one at a time.
   * @param {Comment} comment @param {HTMLElement} slot @param {HTMLElement} opener out of sight meanwhile
   */
  async openReply(comment, slot, opener) {
    this.closeReply?.();
    const close = () => {
      slot.replaceChildren();
      opener.hidden = !this.canWrite;
      this.closeReply = null;
    };
    const cancel = () => {
      close();
      opener.focus();
    };
    try {
      const permit = await this.#permitToWrite();
      if (!permit) return;
      const form = this.#make(permit, comment.id, close, cancel);
      opener.hidden = true;
      this.closeReply = close;
      slot.replaceChildren(form.element);
      form.focus();
    } catch (error) {
      if (!this.discussion.signal.aborted) slot.replaceChildren(failure(this.discussion.t, error, () => this.openReply(comment, slot, opener)));
    }
  }

  /** Chooses the block the next comment is about. @param {string|null} block */
  about(block) {
    const { t } = this.discussion;
    this.subject = block;
    this.subjectBar.hidden = !block;
    this.form?.ask();
    if (!block) return;
    const target = this.discussion.anchorOf(block)?.id;
    const heading = el(target ? "a" : "strong", { href: target && `#${target}` }, this.discussion.headingOf(block) ?? t.word("this_part"));
    this.subjectBar.replaceChildren(el("p", {}, t.phrase("comment_about", { heading })), textButton(t.word("cancel"), () => {
      this.about(null);
      this.form?.focus();
    }));
  }
}

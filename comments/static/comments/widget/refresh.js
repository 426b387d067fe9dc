/** Asks now and then what is new, by the ETag of what is shown; what one reads stays where it is. */

import { ApiError } from "./api.js";
import { button, el, focusOn, icon } from "./dom.js";

const SECONDS = 30;
const SLOWEST = 10 * 60;
const HIDDEN = 10; // times slower while nobody looks

/** What is new in one discussion. */
export class Refresh {
  /** @param {import("./discussion.js").Discussion} discussion */
  constructor(discussion) {
    this.discussion = discussion;
    const asked = Number(discussion.host.getAttribute("refresh") ?? SECONDS);
    /** Seconds between two questions; 0 for none. */
    this.every = Number.isFinite(asked) && asked >= 0 ? Math.min(asked, SLOWEST) : SECONDS;
    this.pause = this.every;
    this.timer = 0;
    this.asked = Date.now();
    /** @type {import("./threads.js").Answer|null} */
    this.answer = null;
    this.label = el("span");
    this.button = button([icon("up"), this.label], { class: "button news", hidden: true, on: { click: () => this.show() } });
    this.element = el("div", { class: "news-box", role: "status" }, this.button);
  }

  start() {
    if (!this.every) return;
    const { signal } = this.discussion;
    this.#wait();
    document.addEventListener("visibilitychange", () => {
      const due = Date.now() - this.asked > this.every * 1000;
      if (!document.hidden && due) this.#ask();
      else this.#wait();
    }, { signal });
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  #wait() {
    clearTimeout(this.timer);
    const seconds = this.pause * (document.hidden ? HIDDEN : 1);
    this.timer = window.setTimeout(() => this.#ask(), seconds * 1000);
  }

  async #ask() {
    clearTimeout(this.timer);
    this.asked = Date.now();
    try {
      const answer = await this.discussion.threads.news();
      // The quieter a discussion, the longer the pauses, up to four times as long.
      this.pause = answer ? this.every : Math.min(this.pause * 1.25, this.every * 4);
      if (answer) this.#offer(answer);
    } catch (error) {
      this.pause = Math.min(Math.max(this.pause * 2, (error instanceof ApiError && error.retryAfter) || 0), SLOWEST);
    }
    const { root, t, signal } = this.discussion;
    for (const time of /** @type {NodeListOf<HTMLTimeElement>} */ (root.querySelectorAll("time[data-age]"))) time.textContent = t.age(time.dateTime);
    if (!signal.aborted) this.#wait();
  }

  /** @param {import("./threads.js").Answer} answer */
  #offer(answer) {
    const { discussion } = this;
    const { forms, t } = discussion;
    const { is_open: isOpen, total_count: total } = answer.meta;
    discussion.learn(answer.meta);
    if (isOpen !== forms.canWrite) forms.renewed();
    const more = total - discussion.total;
    this.answer = more > 0 ? answer : null;
    if (more <= 0) discussion.add(more);
    this.button.hidden = more <= 0;
    this.label.textContent = more > 0 ? t.quantity(more, "new_comments") : "";
  }

  /** Nothing is offered any more, because everything was just loaded. */
  forget() {
    this.answer = null;
    this.button.hidden = true;
    this.label.textContent = "";
  }

  /** Shows what is new: where it belongs if that is loaded, else the newest on top. */
  async show() {
    const { discussion, answer } = this;
    if (!answer) return;
    this.forget();
    const { threads } = discussion;
    const fresh = threads.place(threads.list, answer.items);
    discussion.total = answer.meta.total_count;
    discussion.showCount();
    if (fresh.length) discussion.showThreads();
    else await discussion.sortBy("newest");
    for (const item of fresh) item.classList.add("found");
    const first = fresh[0] ?? threads.list.firstElementChild;
    first?.scrollIntoView({ block: "nearest" });
    focusOn(first);
  }
}

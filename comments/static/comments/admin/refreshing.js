/* Keeps an open queue true: who is at which comment, what others have decided, and that there are new ones. It moves nothing
   that one reads: rows change in their place, new ones are announced and shown when one asks for them. */

(() => {
  const { Controller } = window.StimulusModule;
  const OFTEN = 12_000; // milliseconds between two questions; slower where nobody looks
  const SELDOM = 60_000;
  const DWELLED = 3_000; // a row that has had the focus for so long is being looked at
  const TYPING = "input:not([type=checkbox]), textarea, select";

  class CommentsRefreshing extends Controller {
    static targets = ["news", "announcement"];
    static values = { url: String, at: String };

    connect() {
      this.mine = new Set();
      this.since = "";
      this.etag = "";
      this.visible = () => (document.hidden ? this.soon() : this.ask());
      document.addEventListener("visibilitychange", this.visible);
      this.leave = () => this.goodbye();
      window.addEventListener("pagehide", this.leave);
      this.ask();
    }

    disconnect() {
      clearTimeout(this.timer);
      clearTimeout(this.dwelling);
      document.removeEventListener("visibilitychange", this.visible);
      window.removeEventListener("pagehide", this.leave);
      this.goodbye();
    }

    get rows() {
      return [...this.element.querySelectorAll(".comment-row[data-version]")];
    }

    number(row) {
      return row.id.replace("comment-", "");
    }

    /** What one is at: what is selected, what has an open form, what has had the focus for a while. */
    at() {
      const open = (row) =>
        row.querySelector("input[type=checkbox]:checked, .moderating, .comment-row__conversation[open]") ||
        (row === this.dwelt && row.contains(document.activeElement));
      const rows = this.rows.filter((row) => !row.hasAttribute("data-settled") && open(row));
      return new Set(rows.map((row) => this.number(row)));
    }

    /** The focus has come to a row. */
    focused(event) {
      const row = event.target.closest?.(".comment-row");
      if (!row || row === this.dwelt) return;
      clearTimeout(this.dwelling);
      this.dwelling = setTimeout(() => {
        this.dwelt = row;
        this.changed();
      }, DWELLED);
    }

    /** What one is at may have changed: said at once, so that nobody else begins with it. */
    changed() {
      const at = this.at();
      if (at.size !== this.mine.size || [...at].some((number) => !this.mine.has(number))) this.ask();
    }

    soon() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), document.hidden ? SELDOM : OFTEN);
    }

    async ask() {
      if (this.asking) {
        this.again = true;
        return;
      }
      this.asking = true;
      this.again = false;
      clearTimeout(this.timer);
      try {
        const response = await this.request();
        if (response.status === 200) {
          this.etag = response.headers.get("ETag") || "";
          if (this.element.isConnected) this.show(await response.json());
        }
      } catch {
        // The next question is asked all the same.
      }
      this.asking = false;
      if (this.element.isConnected) this.again ? this.ask() : this.soon();
    }

    request() {
      const sent = new URLSearchParams(window.location.search);
      if (this.since !== "") sent.set("since", this.since);
      this.rows.forEach((row) => sent.append("shown", `${this.number(row)}:${row.dataset.version}`));
      const at = this.at();
      const released = [...this.mine].filter((number) => !at.has(number));
      this.mine = at;
      // Who has signed out is led elsewhere, which is no error to be reported: the next decision says so.
      const options = { credentials: "same-origin", redirect: "manual", cache: "no-store" };
      if (!at.size && !released.length) {
        const headers = this.etag ? { "If-None-Match": this.etag } : {};
        return fetch(`${this.urlValue}?${sent}`, { ...options, headers });
      }
      at.forEach((number) => sent.append("handling", number));
      released.forEach((number) => sent.append("released", number));
      sent.set("etag", this.etag);
      return this.post(sent, options);
    }

    post(sent, options = {}) {
      const headers = { [window.wagtailConfig.CSRF_HEADER_NAME]: window.evident.csrfToken() };
      return fetch(`${this.urlValue}${window.location.search}`, { ...options, method: "POST", body: sent, headers });
    }

    goodbye() {
      if (!this.mine.size) return;
      const sent = new URLSearchParams();
      this.mine.forEach((number) => sent.append("released", number));
      this.mine = new Set();
      this.post(sent, { credentials: "same-origin", redirect: "manual", keepalive: true }).catch(() => {});
    }

    show(answer) {
      this.since = answer.since;
      answer.items.forEach((item) => this.mark(item));
      this.rows.forEach((row) => this.handle(row, answer.handlings[this.number(row)] || ""));
      this.newsTarget.hidden = !answer.new;
      if (this.announcementTarget.textContent !== answer.announcement) {
        this.announcementTarget.textContent = answer.announcement;
      }
      this.desk.updateCounts(answer);
      this.desk.count();
    }

    get desk() {
      return this.application.getControllerForElementAndIdentifier(this.element, "comments-desk");
    }

    /** Another's decision, in the place of the row; where one is writing, only its sentence, so that no word is lost. */
    mark({ id, html }) {
      const old = document.getElementById(`comment-${id}`);
      if (!old) return;
      const template = document.createElement("template");
      template.innerHTML = html.trim();
      const row = template.content.firstElementChild;
      if (old.hasAttribute("data-settled") || old.getAttribute("aria-busy")) return;
      if (old.querySelector(".moderating") || document.activeElement?.matches(TYPING) && old.contains(document.activeElement)) {
        const notice = row.querySelector(".comment-row__notice");
        const stale = old.querySelector(":scope > .comment-row__main > .comment-row__notice");
        if (notice && stale?.textContent !== notice.textContent) {
          stale?.remove();
          old.querySelector(".comment-row__foot").before(notice);
        }
        return;
      }
      const hadFocus = old.contains(document.activeElement);
      old.replaceWith(row);
      if (hadFocus) row.focus({ preventScroll: true });
    }

    handle(row, name) {
      let line = row.querySelector(".comment-row__handling");
      if (!name) {
        line?.remove();
        return;
      }
      const text = this.atValue.replace("%(name)s", name);
      if (!line) {
        line = document.createElement("p");
        line.className = "comment-row__handling";
        row.querySelector(".comment-row__foot")?.before(line);
      }
      if (line.textContent !== text) line.textContent = text;
    }
  }

  window.wagtail.app.register("comments-refreshing", CommentsRefreshing);
})();

/* The keys of the moderation desk. They wait while one types, do nothing with Ctrl, Alt or Meta, only act while the focus is
   on the desk or nowhere, and are off where the moderator has turned keyboard shortcuts off in the account. */

(() => {
  const { Controller } = window.StimulusModule;
  const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

  class CommentsKeys extends Controller {
    static targets = ["help"];

    connect() {
      this.describe = this.describe.bind(this);
      document.addEventListener("w-dialog:shown", this.describe);
      requestAnimationFrame(this.describe);
    }

    disconnect() {
      document.removeEventListener("w-dialog:shown", this.describe);
    }

    /** Adds these keys to Wagtail's own list, which `?` opens. */
    describe() {
      const table = document.querySelector("#keyboard-shortcuts-dialog table");
      if (!table || table.querySelector("#comments-keys-help") || !this.hasHelpTarget) return;
      table.tHead.after(this.helpTarget.content.cloneNode(true));
    }

    get isOn() {
      return window.wagtailConfig.KEYBOARD_SHORTCUTS_ENABLED !== false;
    }

    get rows() {
      return [...this.element.querySelectorAll(".comment-row")];
    }

    get row() {
      const here = document.activeElement?.closest(".comment-row");
      return here && this.element.contains(here) ? here : null;
    }

    press(event) {
      if (!this.isOn || event.defaultPrevented || event.repeat) return;
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const on = event.target;
      if (on.closest?.(TYPING) || document.querySelector('.w-dialog[aria-hidden="false"], .w-dialog:not([aria-hidden])')) return;
      if (on !== document.body && !this.element.contains(on)) return;
      const act = this.action(event.key, on);
      if (!act) return;
      event.preventDefault();
      act();
    }

    action(key, on) {
      const form = on.closest?.(".moderating") || this.row?.querySelector(".moderating");
      if (form && /^\d$/.test(key)) {
        const choice = form.querySelector(`[data-digit="${key}"]`);
        return choice && (() => (key === "0" ? form.elements.label.focus() : choice.click()));
      }
      if (key === "ArrowDown" || key === "ArrowUp") {
        return on.matches(".comment-row") ? () => this.move(key === "ArrowDown" ? 1 : -1) : null;
      }
      if (key === "j" || key === "k") return () => this.move(key === "j" ? 1 : -1);
      if (key === "z") return () => this.undo();
      if (key === "/") return this.search();
      if (key === "R") return () => this.because();
      const row = this.row;
      if (!row) return null;
      return {
        a: () => this.decide(row, "approve"),
        s: () => this.decide(row, "spam"),
        d: () => this.decide(row, "remove"),
        v: () => this.decide(row, "see"),
        r: () => this.open(row, "reject"),
        c: () => this.open(row, "reply"),
        e: () => this.open(row, "edit"),
        b: () => this.open(row, "more", '[data-author="ban"]'),
        t: () => this.open(row, "more", '[data-author="trust"]'),
        f: () => this.open(row, "more", '[value="feature"], [value="unfeature"]'),
        o: () => this.conversation(row),
        w: () => row.querySelector(".comment-row__written summary")?.click(),
        x: () => row.querySelector("input[type=checkbox]")?.click(),
      }[key];
    }

    move(step) {
      const rows = this.rows;
      const place = rows.indexOf(this.row);
      const next = rows[place < 0 ? (step > 0 ? 0 : rows.length - 1) : place + step];
      next?.focus({ preventScroll: true });
      next?.scrollIntoView({ block: "nearest" });
    }

    decide(row, decision) {
      row.querySelector(`.comment-row__choices button[value="${decision}"]`)?.click();
    }

    /** Opens the reasons to reject what is selected. */
    because() {
      const button = this.element.querySelector("button[data-panel]");
      if (button && !button.form.hidden) button.click();
    }

    /** Takes back the decision of this row, or the last one whose time is not over. */
    undo() {
      const running = [...this.element.querySelectorAll("[data-running]")].map((count) => count.closest(".comment-row"));
      const row = running.includes(this.row) ? this.row : this.last(running);
      row?.querySelector('button[value="restore"]')?.click();
    }

    last(rows) {
      return rows.sort((one, other) => Number(one.dataset.settledAt) - Number(other.dataset.settledAt)).pop();
    }

    open(row, what, focused) {
      const panels = this.application.getControllerForElementAndIdentifier(this.element, "comments-panels");
      if (row.querySelector("a[data-panel]")) panels.open(row, what, focused);
    }

    conversation(row) {
      const part = row.querySelector("details[data-controller~='comments-conversation']");
      if (part) part.open = !part.open;
      else row.querySelector(".comment-row__links a")?.click();
    }

    search() {
      const field = document.querySelector('form[role="search"] input[type="text"], form[role="search"] input[type="search"]');
      return field && (() => field.focus());
    }
  }

  window.wagtail.app.register("comments-keys", CommentsKeys);
})();

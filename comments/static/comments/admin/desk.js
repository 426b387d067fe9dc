/* The moderation desk: decides in place, keeps the counts right, and says what happened. Without it the same forms are posted. */

(() => {
  const { Controller } = window.StimulusModule;
  const CLAMPED = "is-clamped";

  class CommentsDesk extends Controller {
    static targets = ["row", "text", "checkbox", "all", "selectAll", "selected", "selection", "count", "finished", "live", "because"];
    static values = { tab: String, failed: String, refused: String, selected: String };

    initialize() {
      this.busy = new Set();
    }

    connect() {
      this.count();
    }

    selectAllTargetConnected(line) {
      line.hidden = false;
    }

    /** Long texts are folded; a text that fits has no button. */
    textTargetConnected(text) {
      text.classList.add(CLAMPED);
      const more = text.parentElement.querySelector(`[aria-controls="${text.id}"]`);
      const folded = text.scrollHeight > text.clientHeight + 4;
      more.hidden = !folded;
      text.classList.toggle(CLAMPED, folded);
    }

    unfold(event) {
      const button = event.currentTarget;
      document.getElementById(button.getAttribute("aria-controls")).classList.remove(CLAMPED);
      button.setAttribute("aria-expanded", "true");
      button.closest("li").focus();
      button.hidden = true;
    }

    /** A key held down would decide about one comment after the other, a double click take its own decision back. */
    ignoreRepeats(event) {
      const again = event.repeat || (event.type === "click" && event.detail > 1);
      if (again && event.target.closest("button[name=decision]")) event.preventDefault();
    }

    selectAll() {
      this.checkboxTargets.forEach((box) => {
        box.checked = this.allTarget.checked;
      });
      this.count();
    }

    /** Shows the bar of the selection while there is one. */
    count() {
      if (!this.hasSelectionTarget) return;
      const boxes = this.checkboxTargets;
      const number = boxes.filter((box) => box.checked).length;
      this.selectedTarget.textContent = this.selectedValue.replace("%(number)s", number);
      this.allTarget.checked = number > 0 && number === boxes.length;
      this.allTarget.indeterminate = number > 0 && number < boxes.length;
      this.allTarget.disabled = boxes.length === 0;
      this.selectionTarget.hidden = number === 0;
      const selected = boxes.filter((box) => box.checked).map((box) => box.value).join();
      // The reasons that are open are for what was selected then.
      if (selected !== this.lastSelected) this.becauseTarget.replaceChildren();
      this.lastSelected = selected;
    }

    async decide(event) {
      const form = event.target;
      const button = event.submitter;
      const isPanel = form.hasAttribute("data-in-place");
      if (!isPanel && button?.name !== "decision") return;
      event.preventDefault();
      if (this.busy.has(form)) return;
      this.busy.add(form);
      form.setAttribute("aria-busy", "true");
      const body = new FormData(form);
      if (button?.name) body.set(button.name, button.value);
      // Some forms decide about further comments of an author: told of those that stand here.
      if (isPanel) this.rowTargets.forEach((row) => body.append("shown", row.id.replace("comment-", "")));
      try {
        const answer = await window.evident.post(form.action, body, { failed: this.failedValue, refused: this.refusedValue });
        if (!answer.items) throw new Error(answer.message);
        this.show(answer, form);
      } catch (error) {
        this.tell(error.message || this.failedValue);
      } finally {
        this.busy.delete(form);
        form.removeAttribute("aria-busy");
      }
    }

    show(answer, form) {
      const from = form.closest("li");
      answer.items.forEach((item) => this.replaceRow(item));
      this.updateCounts(answer);
      this.liveTarget.textContent = answer.message;
      if (!from) {
        this.tell(answer.message, answer.ok ? "success" : "warning");
      }
      this.count();
      this.moveOn(from ? from.id : null, answer);
    }

    replaceRow({ id, html }) {
      const old = document.getElementById(`comment-${id}`);
      if (!old) return;
      const template = document.createElement("template");
      template.innerHTML = html.trim();
      const row = template.content.firstElementChild;
      row.dataset.settledAt = Date.now();
      old.replaceWith(row);
    }

    updateCounts({ counts, waiting }) {
      this.countTargets.forEach((count) => {
        count.textContent = counts[count.dataset.status] ?? count.textContent;
      });
      document.querySelectorAll("[data-reader-comments-waiting]").forEach((link) => {
        link.setAttribute("data-reader-comments-waiting", waiting);
      });
    }

    /** To the next comment that is still to be decided; stays where a decision could not be made or was taken back. */
    moveOn(id, answer) {
      const rows = this.rowTargets;
      const place = rows.findIndex((row) => row.id === id);
      const here = rows[place];
      if (here && !here.hasAttribute("data-settled")) {
        this.focus(here);
        return;
      }
      const open = (row) => !row.hasAttribute("data-settled");
      const next = rows.slice(place + 1).find(open) || rows.find(open);
      const finished = !next && answer.ok && this.hasFinishedTarget;
      if (this.hasFinishedTarget) this.finishedTarget.hidden = !finished;
      this.focus(next || (finished ? this.finishedTarget : here));
    }

    /** Nothing moves that can be seen already: a second click must not meet another comment's button. */
    focus(element) {
      element?.focus({ preventScroll: true });
      element?.scrollIntoView({ block: "nearest" });
    }

    tell(text, type = "error") {
      document.dispatchEvent(new CustomEvent("w-messages:add", { detail: { clear: true, text, type } }));
    }
  }

  window.wagtail.app.register("comments-desk", CommentsDesk);
})();

/* The panel of readers' objections: sends answers in place, and keeps what was selected while autosave draws it anew. */

(() => {
  const { Controller } = window.StimulusModule;

  /** What outlives the panel's HTML, which each autosave replaces. */
  const kept = { selected: new Set(), note: null, settled: null, focus: null };

  class Objections extends Controller {
    static targets = ["content", "selected", "note", "settled", "live"];
    static values = { open: Number, failed: String, refused: String, none: String, selected: String };

    connect() {
      this.restore();
      this.showCount(this.openValue);
      this.onFocus = (event) => {
        kept.focus = this.element.contains(event.target) ? event.target.id : null;
      };
      document.addEventListener("focusin", this.onFocus);
      if (kept.focus && document.activeElement === document.body) document.getElementById(kept.focus)?.focus();
    }

    disconnect() {
      document.removeEventListener("focusin", this.onFocus);
    }

    get boxes() {
      return [...this.contentTarget.querySelectorAll("input[name=selected]")];
    }

    restore() {
      for (const box of this.boxes) box.checked = kept.selected.has(box.value);
      if (this.hasNoteTarget && kept.note) {
        this.noteTarget.value = kept.note;
        if (this.noteTarget.selectedIndex < 0) this.noteTarget.selectedIndex = 0;
      }
      if (this.hasSettledTarget && kept.settled !== null) this.settledTarget.open = kept.settled;
      this.count();
    }

    settledTargetConnected(details) {
      details.addEventListener("toggle", () => {
        if (details.isConnected) kept.settled = details.open;
      });
    }

    /** Says how many are selected, above the buttons that answer them. */
    count() {
      const chosen = this.boxes.filter((box) => box.checked);
      kept.selected = new Set(chosen.map((box) => box.value));
      if (this.hasNoteTarget) kept.note = this.noteTarget.value;
      if (!this.hasSelectedTarget) return;
      this.words ??= this.selectedTarget.textContent;
      const number = this.selectedValue.replace("%(number)s", chosen.length);
      this.selectedTarget.textContent = chosen.length ? number : this.words;
    }

    async answer(event) {
      event.preventDefault();
      const { submitter: button, target: form } = event;
      if (!button || this.busy) return;
      const body = new FormData(form);
      if (button.name === "reopen") {
        body.set("selected", button.value);
        body.set("answer", "reopen");
      } else {
        body.set("answer", button.value);
        if (!body.has("selected")) {
          this.tell(this.noneValue, "warning");
          this.boxes[0]?.focus();
          return;
        }
      }
      this.busy = true;
      form.setAttribute("aria-busy", "true");
      try {
        const said = { failed: this.failedValue, refused: this.refusedValue };
        this.show(await window.evident.post(form.action, body, said), button);
      } catch (error) {
        this.tell(error.message || this.failedValue);
      } finally {
        this.busy = false;
        form.removeAttribute("aria-busy");
      }
    }

    show(answer, button) {
      if (answer.ok) kept.selected.clear();
      if (answer.ok && button.name === "reopen") kept.settled = true;
      this.words = undefined;
      this.contentTarget.innerHTML = answer.html;
      this.restore();
      this.showCount(answer.open);
      this.tell(answer.message, answer.ok ? "success" : "warning");
      const next = this.boxes[0] || this.contentTarget.querySelector("summary");
      next?.focus({ preventScroll: true });
      next?.scrollIntoView({ block: "nearest" });
    }

    showCount(number) {
      const counter = document.querySelector("[data-side-panel-toggle='objections'] [data-side-panel-toggle-counter]");
      if (!counter) return;
      counter.textContent = number;
      counter.hidden = !number;
    }

    tell(text, type = "error") {
      this.liveTarget.textContent = text;
      document.dispatchEvent(new CustomEvent("w-messages:add", { detail: { clear: true, text, type } }));
    }
  }

  window.wagtail.app.register("cms-objections", Objections);
})();

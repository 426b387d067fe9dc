/* Opens the forms of a row in it, and the reasons to reject what is selected below the bar of the selection. Without it their
   links and button lead to pages with the same forms. */

(() => {
  const { Controller } = window.StimulusModule;
  const PLACES = ".comment-row, .desk__because";

  class CommentsPanels extends Controller {
    static values = { failed: String };

    /** A click on a link to a form, or on what closes one. */
    click(event) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      const link = event.target.closest("a[data-panel]");
      const button = event.target.closest("button[data-panel]");
      if (button) {
        event.preventDefault();
        this.ask(button);
      } else if (link) {
        event.preventDefault();
        this.open(link.closest(".comment-row"), link.dataset.panel);
      } else if (event.target.closest("[data-close-panel]")) this.close(event.target.closest(PLACES));
    }

    escape(event) {
      const place = event.target.closest(PLACES);
      if (place?.querySelector(".moderating")) this.close(place);
    }

    /** Opens a form in a row; `focused` names what is to have the focus instead of its first field. */
    async open(row, what, focused = "[data-focus]") {
      const link = row?.querySelector(`a[data-panel="${what}"]`) || row?.querySelector('a[data-panel="more"]');
      if (!link) return;
      const url = link.dataset.panel === what ? link.href : link.href.replace("/more/", `/${what}/`);
      const html = await this.fetch(url);
      if (html) this.show(html, row, row.querySelector(".comment-row__main"), focused);
    }

    /** Opens the reasons for all that is selected: what the button would send to its page. */
    async ask(button) {
      const place = this.element.querySelector(".desk__because");
      const body = new FormData(button.form);
      body.set(button.name, button.value);
      const html = await this.fetch(button.formAction, { method: "POST", body });
      if (html) this.show(html, place, place, "[data-focus]");
    }

    async fetch(url, options = {}) {
      try {
        const response = await fetch(url, {
          credentials: "same-origin",
          redirect: "error",
          headers: { "X-Requested-With": "XMLHttpRequest" },
          ...options,
        });
        if (!response.ok) throw new Error(response.status);
        return await response.text();
      } catch {
        document.dispatchEvent(
          new CustomEvent("w-messages:add", { detail: { clear: true, text: this.failedValue, type: "error" } }),
        );
        return "";
      }
    }

    show(html, place, inside, focused) {
      place.querySelector(".moderating")?.remove();
      inside.insertAdjacentHTML("beforeend", html.trim());
      const form = place.querySelector(".moderating");
      form.querySelector("[data-close-panel]").hidden = false;
      const field = form.querySelector(focused) || form.querySelector("button");
      field.focus();
      if (field.matches("textarea")) field.setSelectionRange(field.value.length, field.value.length); // one writes on, not before it
      form.scrollIntoView({ block: "nearest" });
      this.dispatch("opened");
    }

    close(place) {
      place.querySelector(".moderating")?.remove();
      this.dispatch("opened");
      const asked = this.element.querySelector("button[data-panel]");
      (place.matches(".comment-row") ? place : asked)?.focus({ preventScroll: true });
    }
  }

  window.wagtail.app.register("comments-panels", CommentsPanels);
})();

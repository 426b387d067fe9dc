/* Opens the forms of a row in it. Without it their links lead to pages with the same forms. */

(() => {
  const { Controller } = window.StimulusModule;

  class CommentsPanels extends Controller {
    static values = { failed: String };

    /** A click on a link to a form, or on what closes one. */
    click(event) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      const link = event.target.closest("a[data-panel]");
      if (link) {
        event.preventDefault();
        this.open(link.closest(".comment-row"), link.dataset.panel);
      } else if (event.target.closest("[data-close-panel]")) this.close(event.target.closest(".comment-row"));
    }

    escape(event) {
      const row = event.target.closest(".comment-row");
      if (row?.querySelector(".moderating")) this.close(row);
    }

    /** Opens a form in a row; `focused` names what is to have the focus instead of its first field. */
    async open(row, what, focused = "[data-focus]") {
      const link = row?.querySelector(`a[data-panel="${what}"]`) || row?.querySelector('a[data-panel="more"]');
      if (!link) return;
      const url = link.dataset.panel === what ? link.href : link.href.replace("/more/", `/${what}/`);
      let html;
      try {
        const response = await fetch(url, {
          credentials: "same-origin",
          redirect: "error",
          headers: { "X-Requested-With": "XMLHttpRequest" },
        });
        if (!response.ok) throw new Error(response.status);
        html = await response.text();
      } catch {
        document.dispatchEvent(
          new CustomEvent("w-messages:add", { detail: { clear: true, text: this.failedValue, type: "error" } }),
        );
        return;
      }
      row.querySelector(".moderating")?.remove();
      row.querySelector(".comment-row__main").insertAdjacentHTML("beforeend", html.trim());
      const form = row.querySelector(".moderating");
      form.querySelector("[data-close-panel]").hidden = false;
      const field = form.querySelector(focused) || form.querySelector("button");
      field.focus();
      if (field.matches("textarea")) field.setSelectionRange(field.value.length, field.value.length); // one writes on, not before it
      form.scrollIntoView({ block: "nearest" });
      this.dispatch("opened");
    }

    close(row) {
      row.querySelector(".moderating")?.remove();
      this.dispatch("opened");
      row.focus({ preventScroll: true });
    }
  }

  window.wagtail.app.register("comments-panels", CommentsPanels);
})();

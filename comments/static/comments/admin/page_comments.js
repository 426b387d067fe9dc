/* The comments of a page within its form: loaded once they come into view, and decided there. They are no part of the form. */

(() => {
  const { Controller } = window.StimulusModule;

  class PageComments extends Controller {
    static values = { url: String, failed: String };

    connect() {
      this.watcher = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.watcher.disconnect();
        this.show(this.urlValue);
      });
      this.watcher.observe(this.element);
    }

    disconnect() {
      this.watcher.disconnect();
    }

    press(event) {
      const button = event.target.closest("button[data-url]");
      if (!button || this.element.getAttribute("aria-busy") === "true") return;
      event.stopPropagation();
      const { url, decision, selected, reason } = button.dataset;
      if (!decision) {
        this.show(url);
        return;
      }
      const body = new URLSearchParams({ decision, selected });
      if (reason) body.set("reason_id", reason);
      button.closest("[data-fields]")?.querySelectorAll("[name]").forEach((field) => body.set(field.name, field.value));
      this.show(url, body);
    }

    /** Shows what is at `url`, after posting `body` there if there is one. */
    async show(url, body) {
      this.element.setAttribute("aria-busy", "true");
      const hadFocus = this.element.contains(document.activeElement);
      try {
        const headers = { "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": window.evident.csrfToken() };
        const response = await fetch(url, { method: body ? "POST" : "GET", body, headers, redirect: "error" });
        if (!response.ok && response.status !== 400) throw new Error(response.status);
        this.element.innerHTML = await response.text();
        const next = (selector) => this.element.querySelector(selector);
        if (hadFocus) (next("[data-focus]") || next("[aria-pressed=true]"))?.focus();
      } catch {
        this.element.querySelector("[role=alert]")?.remove();
        const failed = document.createElement("p");
        failed.className = "error-message";
        failed.setAttribute("role", "alert");
        failed.textContent = this.failedValue;
        this.element.prepend(failed);
      } finally {
        this.element.removeAttribute("aria-busy");
      }
    }
  }

  window.wagtail.app.register("page-comments", PageComments);
})();

/* The panel of shared previews: makes, copies and revokes links without leaving the form. */
(() => {
  const { Controller } = window.StimulusModule;

  class Sharing extends Controller {
    static values = { failed: String };

    async send(event) {
      const form = event.target;
      const button = form.querySelector("[type=submit]");
      if (button.disabled) return;
      button.disabled = true;
      try {
        const response = await fetch(form.action, {
          method: "POST",
          headers: { [window.wagtailConfig.CSRF_HEADER_NAME]: window.evident.csrfToken() },
          body: new FormData(form),
        });
        if (response.status !== 200 && response.status !== 422) throw new Error(String(response.status));
        this.show(await response.text());
      } catch {
        button.disabled = false;
        window.alert(this.failedValue);
      }
    }

    show(html) {
      this.element.innerHTML = html;
      const made = this.element.querySelector("[data-made] button");
      (made ?? this.element.querySelector("#sharing-links"))?.focus();
    }

    select(event) {
      event.target.select();
    }

    async copy(event) {
      const button = event.currentTarget;
      const field = button.closest("li").querySelector("input");
      try {
        await navigator.clipboard.writeText(button.dataset.address);
      } catch {
        // Outside of a secure context there is no clipboard: the old command still works there.
        field.focus();
        field.select();
        if (!document.execCommand("copy")) return;
        button.focus();
      }
      const label = button.dataset.label ?? button.textContent;
      button.dataset.label = label;
      button.textContent = button.dataset.copied;
      setTimeout(() => {
        button.textContent = label;
      }, 3000);
    }
  }

  window.wagtail.app.register("articles-sharing", Sharing);
})();

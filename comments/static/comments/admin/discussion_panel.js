/* How an article's discussion is held, within the article's form but not of it: saved on its own, and at once. */

(() => {
  const start = (panel) => {
    // The fields name this form as theirs, so that neither saving the draft nor looking for changes takes them along.
    const form = document.createElement("form");
    form.id = panel.dataset.form;
    form.hidden = true;
    document.body.append(form);
    for (const name of ["input", "change", "keyup"]) panel.addEventListener(name, (event) => event.stopPropagation());

    const save = async () => {
      const button = panel.querySelector("[data-discussion-save]");
      if (!button || button.disabled) return;
      button.disabled = true;
      try {
        const response = await fetch(panel.dataset.action, {
          method: "POST",
          body: new FormData(form),
          headers: { "X-CSRFToken": window.evident.csrfToken(), "X-Requested-With": "XMLHttpRequest" },
        });
        if (!response.ok && response.status !== 422) throw new Error(response.status);
        panel.innerHTML = await response.text();
        const first = panel.querySelector("[aria-invalid=true]") ?? panel.querySelector("[data-discussion-save]");
        first?.focus();
      } catch {
        button.disabled = false;
        const failed = document.createElement("p");
        failed.className = "error-message";
        failed.setAttribute("role", "alert");
        failed.textContent = panel.dataset.failed;
        panel.querySelector(".error-message[role=alert]")?.remove();
        button.before(failed);
      }
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      save();
    });
    panel.addEventListener("click", (event) => {
      if (event.target.closest("[data-discussion-save]")) save();
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const panel of document.querySelectorAll("[data-discussion-panel]")) start(panel);
  });
})();

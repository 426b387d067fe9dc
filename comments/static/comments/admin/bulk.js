/* Carries a run out portion by portion and shows how far it is. Without it the same form is posted once for each portion. */

(() => {
  const { Controller } = window.StimulusModule;

  class CommentsBulk extends Controller {
    static targets = ["progress", "message", "button"];
    static values = { failed: String };

    connect() {
      this.run();
    }

    async run() {
      this.buttonTarget.hidden = true;
      try {
        let answer;
        do {
          answer = await this.portion();
          this.progressTarget.value = answer.done;
          this.messageTarget.textContent = answer.message;
        } while (!answer.finished);
        window.location.reload();
      } catch {
        this.messageTarget.textContent = this.failedValue;
        this.buttonTarget.hidden = false;
        this.buttonTarget.focus();
      }
    }

    async portion() {
      const response = await fetch(this.element.action, {
        method: "POST",
        body: new FormData(this.element),
        redirect: "error",
        credentials: "same-origin",
        headers: { Accept: "application/json" },
      });
      if (!response.ok) throw new Error(response.status);
      return response.json();
    }
  }

  window.wagtail.app.register("comments-bulk", CommentsBulk);
})();

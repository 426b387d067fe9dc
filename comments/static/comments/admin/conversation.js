/* Fetches the conversation around a comment when it is opened in its row. Without it there is a link to the comment's page. */

(() => {
  const { Controller } = window.StimulusModule;

  class CommentsConversation extends Controller {
    static targets = ["content"];
    static values = { url: String, failed: String };

    async load() {
      if (!this.element.open || this.loaded) return;
      this.loaded = true;
      try {
        const response = await fetch(this.urlValue, { credentials: "same-origin", redirect: "error" });
        if (!response.ok) throw new Error(response.status);
        this.contentTarget.innerHTML = await response.text();
      } catch {
        this.loaded = false;
        this.contentTarget.textContent = this.failedValue;
      }
    }
  }

  window.wagtail.app.register("comments-conversation", CommentsConversation);
})();

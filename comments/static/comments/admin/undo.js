/* Counts down beside Undo. After it the button stays, but the key z no longer takes this decision back. */

(() => {
  const { Controller } = window.StimulusModule;

  class CommentsCountdown extends Controller {
    static values = { seconds: Number };

    connect() {
      this.until = Date.now() + this.secondsValue * 1000;
      this.timer = setInterval(() => this.tick(), 250);
      this.tick();
    }

    disconnect() {
      clearInterval(this.timer);
    }

    tick() {
      const left = Math.ceil((this.until - Date.now()) / 1000);
      this.element.textContent = left > 0 ? `${left} s` : "";
      this.element.toggleAttribute("data-running", left > 0);
      if (left <= 0) clearInterval(this.timer);
    }
  }

  window.wagtail.app.register("comments-countdown", CommentsCountdown);
})();

/* A short notice at the foot of the window: what an action on a block has done, for eyes and for screen readers.

   Wagtail's own messages stand above the form, out of sight for whoever is writing further down. */
(() => {
  const SHOWN = 8000; // milliseconds
  let box = null;
  let timer = 0;

  /** Show `text`, in place of what was shown before; `kind` is "done" or "failed". */
  function say(text, kind = "done") {
    if (!box) {
      box = document.createElement("div");
      box.className = "article-notice";
      box.setAttribute("role", "status");
      document.body.append(box);
    }
    clearTimeout(timer);
    box.replaceChildren();
    // Emptied and filled in two steps, so that the same words twice are said twice.
    requestAnimationFrame(() => {
      const words = document.createElement("p");
      words.className = `article-notice__text article-notice__text--${kind}`;
      words.textContent = text;
      box.replaceChildren(words);
    });
    timer = setTimeout(() => box.replaceChildren(), SHOWN);
  }

  window.articleBlocks = { ...window.articleBlocks, say };
})();

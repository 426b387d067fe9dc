/* Keeps the keyboard's place when a choice in a dialogue has put another button where the one was that opened it.

   Wagtail gives the focus back to the button that opened the dialogue; after the first choice that one is hidden, and the
   focus would fall to the start of the page. */
(() => {
  const BUTTON = "[data-chooser-action-choose], .w-dropdown__toggle, button";
  let opener = null;

  document.addEventListener("click", (event) => {
    opener = event.target.closest?.("[data-chooser-action-choose]") ?? opener;
  });

  const isShown = (element) => element.getClientRects().length > 0;

  jQuery(document).on("hidden.bs.modal", () => {
    // After Wagtail's own listener of the dialogue, which is gone by then.
    requestAnimationFrame(() => {
      const chooser = opener?.closest(".chooser");
      if (!chooser || isShown(opener) || document.activeElement !== document.body) return;
      [...chooser.querySelectorAll(BUTTON)].find(isShown)?.focus();
    });
  });
})();

/* Leads to a block of the form: by links with [data-to-block], and by an address that ends in #block-…-section. */
(() => {
  const BLOCK = /^#block-[\w-]+-section$/;

  function show(section) {
    // Wagtail's own: whatever is folded opens when something in it is to be found, a tab as well.
    section.firstElementChild?.dispatchEvent(new Event("beforematch", { bubbles: true }));
    const toggle = section.querySelector("[data-panel-toggle]");
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    section.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
    toggle?.focus({ preventScroll: true });
  }

  const sectionOf = (hash) => (BLOCK.test(hash) ? document.getElementById(hash.slice(1)) : null);

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-to-block]");
    const section = link && sectionOf(link.hash);
    if (!section) return;
    event.preventDefault();
    show(section);
    history.replaceState(null, "", link.hash);
  });

  /* A preview leads here. The fragment goes again, so that the same link works a second time. */
  function follow() {
    const section = sectionOf(location.hash);
    if (!section) return;
    show(section);
    history.replaceState(null, "", location.pathname + location.search);
  }

  window.addEventListener("hashchange", follow);
  // Blocks are drawn by Wagtail's own listener of this event, which may come after this one.
  document.addEventListener("DOMContentLoaded", () => requestAnimationFrame(follow));
})();

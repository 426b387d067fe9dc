/* Keeps the list still: Wagtail's search asks for it again when its field is left, and would throw away, with the rows just
   decided, the way to take a decision back. */

(() => {
  const RESULTS = "listing-results";
  const results = () => document.getElementById(RESULTS);

  /** What a list shows, from its address: without what is empty, in one order. */
  const asked = (address) => {
    const parameters = new URL(address, window.location.href).searchParams;
    const kept = [...parameters].filter(([name, value]) => value.trim() && !name.startsWith("_w_"));
    return JSON.stringify(kept.map(([name, value]) => [name, value.trim()]).sort());
  };

  /** What the form asks for before anybody has touched it. */
  const first = () => {
    const form = document.querySelector("form[data-search-form]");
    return form ? asked(`?${new URLSearchParams(new FormData(form))}`) : null;
  };

  const SETTLED = "[data-comments-desk-target=row][data-settled]";

  document.addEventListener("DOMContentLoaded", () => {
    let shown = first();
    let wanted = shown;
    let before = new Set();
    const replaced = new MutationObserver(() => {});
    replaced.observe(results(), { childList: true });

    document.addEventListener("w-swap:begin", (event) => {
      if (event.target !== results()) return;
      wanted = asked(event.detail.requestUrl);
      if (wanted === shown) {
        event.preventDefault();
        const form = document.querySelector("form[data-search-form]");
        queueMicrotask(() => form.setAttribute("data-w-swap-loading-value", "false"));
        return;
      }
      before = new Set([...results().querySelectorAll(SETTLED)].map((row) => row.id));
    });

    /** What was decided while the list was on its way keeps its row, and its undo. */
    document.addEventListener("w-swap:success", (event) => {
      if (event.target !== results()) return;
      shown = wanted;
      const gone = replaced.takeRecords().flatMap((change) => [...change.removedNodes]);
      const settled = gone.flatMap((node) => (node.querySelectorAll ? [...node.querySelectorAll(SETTLED)] : []));
      settled
        .filter((row) => !before.has(row.id))
        .forEach((row) => {
          const present = document.getElementById(row.id);
          if (present) present.replaceWith(row);
          else results().querySelector(".desk__rows")?.prepend(row);
        });
    });
  });
})();

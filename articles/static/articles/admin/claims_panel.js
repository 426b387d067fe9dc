/* The claims panel in the editor: shows at each block what the panel says of it.

   Wagtail puts the panel's HTML in anew after each autosave, so all is read from there, and again when it changes. */
(() => {
  const PANEL = "[data-side-panel='claims']";
  // What is only advice stays in the panel.
  const AT_BLOCK = ".claims-panel__note--missing, .claims-panel__note--warning";

  const blockOf = (id) => (id ? document.getElementById(`block-${id}-section`) : null);

  function notesFor(row) {
    const notes = [...row.querySelectorAll(AT_BLOCK)].map((note) => note.cloneNode(true));
    if (!notes.length) return null;
    const box = document.createElement("div");
    box.className = "claim-block-notes";
    box.dataset.claimBlockNotes = "";
    const list = document.createElement("ul");
    list.className = "claims-panel__notes";
    list.append(...notes);
    box.append(list);
    return box;
  }

  function showAtBlocks(panel) {
    const wanted = new Map();
    for (const row of panel.querySelectorAll("[data-claim]")) {
      const content = blockOf(row.dataset.claim)?.querySelector("[data-panel] > .w-panel__content, .w-panel__content");
      const box = notesFor(row);
      if (content && box) wanted.set(content, box);
    }
    for (const old of document.querySelectorAll("[data-claim-block-notes]")) {
      const box = wanted.get(old.parentElement);
      if (box?.isEqualNode(old)) wanted.delete(old.parentElement);
      else old.remove();
    }
    for (const [content, box] of wanted) content.prepend(box);
  }

  function count(panel) {
    const counter = document.querySelector("[data-side-panel-toggle='claims'] [data-side-panel-toggle-counter]");
    const content = panel.querySelector("[data-claims-panel]");
    if (!counter || !content) return;
    counter.textContent = content.dataset.toDo;
    counter.hidden = content.dataset.toDo === "0";
  }

  function refresh(panel) {
    count(panel);
    showAtBlocks(panel);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const panel = document.querySelector(PANEL);
    if (!panel) return;
    new MutationObserver(() => refresh(panel)).observe(panel, { childList: true });
    // Blocks are drawn by Wagtail's own listener of this event, which may come after this one.
    requestAnimationFrame(() => refresh(panel));
  });
})();

/** "Cite this article": its citation in a chosen style to copy, and files for reference managers, in a dialog. */

import { get } from "./api.js";
import { announce, el, icon, richText, safeUrl } from "./dom.js";
import { copy } from "./share.js";
import { word } from "./words.js";

/** @typedef {import("./types.js").Citations} Citations */

/** @type {Record<keyof Citations["downloads"], string>} */
const FORMATS = { bibtex: "BibTeX", ris: "RIS (EndNote, Mendeley)", csl: "CSL-JSON (Zotero)" };

/** @param {Citations} answer */
function chooser({ citations, downloads }) {
  const shown = el("blockquote", { class: "cite-text", id: "cite-text", "aria-live": "polite" });
  const select = el("select", { id: "cite-style", "aria-controls": "cite-text" },
    citations.map(({ style, label }) => el("option", { value: style }, label)));
  const button = el("button", { type: "button", class: "button" }, icon("link"), word("copy_citation"));
  const chosen = () => citations[Math.max(0, select.selectedIndex)];
  const show = () => {
    shown.replaceChildren(richText(chosen().html));
    button.replaceChildren(icon("link"), word("copy_citation"));
  };
  select.addEventListener("change", show);
  button.addEventListener("click", async () => {
    try {
      await copy(chosen().text, button);
      button.replaceChildren(icon("check"), word("copied"));
      announce(word("citation_copied"));
    } catch {
      getSelection()?.selectAllChildren(shown);
      announce(word("copying_refused"));
    }
  });
  show();
  return el("div", { class: "cite-choice" },
    el("label", { for: "cite-style" }, word("citation_style")), select, shown, button,
    el("div", { class: "cite-files" }, el("h3", {}, word("for_reference_manager")),
      el("ul", {}, Object.entries(FORMATS).map(([name, label]) =>
        el("li", {}, el("a", { href: safeUrl(downloads[/** @type {keyof Citations["downloads"]} */ (name)]), download: true }, icon("download"), label))))));
}

/**
 * The button that opens the dialog, and the dialog.
 * @param {{id: number}} article
 * @param {AbortSignal} signal ends with the visit of the page
 */
export function citeButton({ id }, signal) {
  const content = el("div", { class: "cite-content" });
  const close = el("button", { type: "button", class: "cite-close", "aria-label": word("close") }, icon("close"));
  const dialog = el("dialog", { class: "cite", "aria-labelledby": "cite-title" },
    el("div", { class: "cite-head" }, el("h2", { id: "cite-title" }, word("cite_article")), close), content);
  const load = async () => {
    content.replaceChildren(el("p", { role: "status" }, word("loading")));
    try {
      content.replaceChildren(chooser(/** @type {Citations} */ (await get(`articles/${id}/citation/`, { params: { format: "json" }, signal }))));
    } catch {
      if (signal.aborted) return;
      const again = el("button", { type: "button", class: "button", on: { click: load } }, word("try_again"));
      content.replaceChildren(el("p", { role: "alert" }, word("citation_not_loaded")), again);
    }
  };
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  const open = () => {
    dialog.showModal();
    if (!content.querySelector(".cite-choice")) load();
  };
  return [el("button", { type: "button", class: "share-button", "aria-haspopup": "dialog", on: { click: open } }, icon("quote"), word("cite")), dialog];
}

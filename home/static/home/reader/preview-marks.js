/** What a preview shows beside the article: the bar that says what this is, and the ways back into the editor. */

import { el, icon } from "./dom.js";
import { formatMoment } from "./format.js";
import { phrase, word } from "./words.js";

/** @typedef {import("./types.js").Article} Article */
/** @typedef {{savedAt: string|null, endsAt: string|null, edit: string|null, again: string|null}} Origin times as HTTP
 *   dates; `edit` is the form's address and `again` where an editor begins the preview anew, for its editors alone */

/** The form in the window it is open in: around this preview, the one this tab was opened from, or a new one. */
function editorWindow(/** @type {string} */ edit) {
  if (window.parent !== window) return "_parent";
  return `article-editor-${/\/pages\/(\d+)\//.exec(edit)?.[1] ?? ""}`;
}

/** @param {string} edit @param {string} label @param {string} [fragment] */
function wayBack(edit, label, fragment = "") {
  return el("a", { class: "edit-link", href: edit + fragment, target: editorWindow(edit), "aria-label": label, title: label }, icon("pencil"));
}

/** @param {import("./types.js").Block} block */
function labelOf({ value }) {
  const heading = ("heading" in value && value.heading) || ("label" in value && value.label) || ("page" in value && value.page?.title) || ("title" in value && value.title) || "";
  return heading ? word("edit_block", { heading }) : word("edit_this_block");
}

/**
 * Puts a way back into the editor on each block; icons alone, so that nothing is added to the article's words.
 * @param {HTMLElement} root the article as it is laid out
 * @param {Article} article
 * @param {string} edit the address of its form
 */
export function editLinks(root, article, edit) {
  const blocks = new Map(article.body.map((block) => [block.id, block]));
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-block]"))) {
    const block = blocks.get(node.dataset.block ?? "");
    if (!block) continue;
    const link = wayBack(edit, labelOf(block), `#block-${block.id}-section`);
    if (node instanceof HTMLAnchorElement) {
      // No link stands in another one.
      const around = el("div", { class: "editable", "data-block": block.id });
      delete node.dataset.block;
      node.replaceWith(around);
      around.append(node, link);
    } else {
      node.classList.add("editable");
      node.append(link);
    }
  }
}

/** @param {string|null} httpDate */
function when(httpDate) {
  const at = new Date(httpDate ?? "");
  if (Number.isNaN(at.getTime())) return null;
  const iso = at.toISOString();
  return el("time", { datetime: iso }, formatMoment(iso));
}

/**
 * The bar above the page: that this is a draft, of when, and for how long it can be seen.
 * @param {Origin} origin
 * @returns {Node[]}
 */
export function previewBar({ savedAt, endsAt, edit }) {
  const saved = when(savedAt);
  const ends = edit ? null : when(endsAt);
  const words = el("p", { class: "preview-words" }, icon("pencil"), el("strong", {}, word("preview_of_draft")),
    saved ? el("span", {}, phrase("preview_saved", { moment: saved })) : null,
    ends ? el("span", {}, phrase("preview_until", { moment: ends })) : null);
  const back = edit && window.parent === window
    ? el("a", { class: "preview-back", href: edit, target: editorWindow(edit) }, word("edit_article"))
    : "";
  return [el("div", { class: "wrap preview-row" }, words, back)];
}

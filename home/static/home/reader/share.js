/** Ways to pass an article on, without any third party: copy the link, write an e-mail, the device's own share sheet. */

import { announce, el, icon } from "./dom.js";
import { word } from "./words.js";

/**
 * Puts a text on the clipboard.
 * @param {string} text
 * @param {HTMLElement} button what was pressed for it; outside of an open dialog nothing can be selected
 * @throws {Error} where copying is not allowed
 */
export async function copy(text, button) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Outside a secure context there is no clipboard object; the old command still works there.
  const field = el("textarea", { class: "visually-hidden", readonly: true }, text);
  (button.closest("dialog") ?? document.body).append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (!copied) throw new Error("copying is not allowed");
}

/** @param {string} url */
function copyButton(url) {
  const button = el("button", { type: "button", class: "share-button" }, icon("link"), word("copy_link"));
  button.addEventListener("click", async () => {
    try {
      await copy(url, button);
      button.replaceChildren(icon("check"), word("link_copied"));
      announce(`${word("link_copied")}.`);
      setTimeout(() => button.replaceChildren(icon("link"), word("copy_link")), 4000);
    } catch {
      window.prompt(word("copy_this_link"), url);
    }
  });
  return button;
}

/**
 * @param {{title: string, url: string, summary?: string}} article
 * @param {...Node[]} more further controls
 */
export function shareLinks({ title, url, summary = "" }, ...more) {
  const mail = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(`${summary}\n\n${url}`.trim())}`;
  const share = () => navigator.share({ title, text: summary, url }).catch(() => {});
  return el("ul", { class: "share", "aria-label": word("share_article") },
    el("li", {}, copyButton(url)),
    el("li", {}, el("a", { class: "share-button", href: mail }, icon("mail"), word("email"))),
    typeof navigator.share === "function"
      ? el("li", {}, el("button", { type: "button", class: "share-button", on: { click: share } }, icon("share"), word("share")))
      : null,
    more.map((control) => el("li", {}, control)));
}

/** The table of contents: beside the article on a wide screen, folded above it on a narrow one. */

import { el, icon } from "./dom.js";
import { word } from "./words.js";

const WIDE = "(min-width: 64rem)";

/**
 * @param {HTMLElement} article the article whose second-level headings are listed
 * @param {AbortSignal} signal ends the watching when the reader leaves
 * @returns {HTMLElement|null} null where there is too little to list
 */
export function contents(article, signal) {
  const headings = [.../** @type {NodeListOf<HTMLElement>} */ (article.querySelectorAll("h2[id]"))].filter((heading) => !heading.closest(".glance"));
  if (headings.length < 3) return null;
  const links = new Map(headings.map((heading) => [heading, el("a", { href: `#${heading.id}` }, heading.firstChild?.textContent ?? "")]));
  const wide = matchMedia(WIDE);
  const fold = el("details", {}, el("summary", {}, word("on_this_page"), icon("chevron")),
    el("ol", {}, [...links.values()].map((link) => el("li", {}, link))));
  const unfold = () => (fold.open = wide.matches);
  wide.addEventListener("change", unfold, { signal });
  unfold();
  markCurrent(links, signal);
  return el("nav", { class: "contents", "aria-label": word("on_this_page") }, fold);
}

/**
 * Marks the link of the part being read: the last heading above the upper third of the window.
 * @param {Map<HTMLElement, HTMLAnchorElement>} links
 * @param {AbortSignal} signal
 */
function markCurrent(links, signal) {
  let waiting = false;
  const mark = () => {
    waiting = false;
    let current = null;
    for (const heading of links.keys()) if (heading.getBoundingClientRect().top < innerHeight / 3) current = heading;
    for (const [heading, link] of links) {
      if (heading === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  };
  addEventListener("scroll", () => {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  }, { passive: true, signal });
}

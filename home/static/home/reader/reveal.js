/** Brings the target of an in-page link into view: opens what hides it, scrolls, focuses, and marks it briefly. */

import { focusOn } from "./dom.js";

/** Asked of the page when an element inside a hidden part is wanted, for that part to show itself. */
export const REVEAL = "reader:reveal";

/**
 * Shows an element wherever it is hidden, and moves the reader there.
 * @param {HTMLElement} element
 */
export function reveal(element) {
  element.dispatchEvent(new CustomEvent(REVEAL, { bubbles: true }));
  for (let parent = element.closest("details"); parent; parent = parent.parentElement?.closest("details") ?? null) {
    parent.open = true;
  }
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ behavior: calm ? "instant" : "smooth", block: "start" });
  focusOn(element);
  element.classList.remove("found");
  requestAnimationFrame(() => element.classList.add("found"));
}

/**
 * Reveals what a hash such as `#reference-2` points at.
 * @param {string} hash
 * @returns {boolean} whether there is such an element
 */
export function revealHash(hash) {
  let id = hash.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch {
    // A hash typed by hand: taken as it stands.
  }
  const element = document.getElementById(id);
  if (element) reveal(element);
  return Boolean(element);
}

/** A wide card that leads on to something else to read. */

import { el, icon } from "./dom.js";

/**
 * @param {{href: string|null, title: string, summary?: string, label?: string, isOutside?: boolean}} target
 */
export function onward({ href, title, summary = "", label = "", isOutside = false }) {
  return el("a", { class: "onward", href, rel: isOutside ? "noopener" : null },
    label ? el("span", { class: "onward-label" }, label) : null,
    el("span", { class: "onward-title" }, title),
    summary ? el("span", { class: "onward-summary" }, summary) : null,
    icon(isOutside ? "external" : "arrow-right"));
}

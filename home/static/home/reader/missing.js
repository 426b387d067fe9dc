/** The page for an address where nothing is, or nothing that readers may see. */

import { el, focusOn } from "./dom.js";
import { describe } from "./head.js";
import { DEFAULT_LOCALE, homePath } from "./locale.js";
import { hasLocale, loadSite } from "./site.js";
import { message } from "./states.js";

/**
 * @param {HTMLElement} main
 * @param {{locale: string, signal: AbortSignal, first: boolean}} visit
 */
export async function showMissing(main, { locale, signal, first }) {
  const spoken = hasLocale(await loadSite(locale), locale) ? locale : DEFAULT_LOCALE;
  if (signal.aborted) return;
  main.replaceChildren(message({
    icon: "search",
    title: "We can’t find that page",
    text: "It may have been moved or taken down, or the address may have a typing mistake in it.",
    actions: [el("a", { class: "button", href: homePath(spoken) }, "See all articles")],
  }));
  describe({ title: "Page not found", locale: spoken, indexed: false });
  if (!first) focusOn(main.querySelector("h1"));
}

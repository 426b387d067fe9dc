/** The page for an address where nothing is, or nothing that readers may see. */

import { el, focusOn } from "./dom.js";
import { describe } from "./head.js";
import { DEFAULT_LOCALE, homePath } from "./locale.js";
import { hasLocale, loadSite } from "./site.js";
import { message } from "./states.js";
import { speak, word } from "./words.js";

/**
 * @param {HTMLElement} main
 * @param {{locale: string, signal: AbortSignal, first: boolean}} visit
 */
export async function showMissing(main, { locale, signal, first }) {
  const spoken = hasLocale(await loadSite(locale), locale) ? locale : DEFAULT_LOCALE;
  await speak(spoken);
  if (signal.aborted) return;
  main.replaceChildren(message({
    icon: "search",
    title: word("missing_title"),
    text: word("missing_text"),
    actions: [el("a", { class: "button", href: homePath(spoken) }, word("see_all_articles"))],
  }));
  describe({ title: word("missing_head"), locale: spoken, indexed: false });
  if (!first) focusOn(main.querySelector("h1"));
}

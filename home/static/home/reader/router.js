/** Turns addresses into pages without reloading: links, the back button, and where the reader had scrolled to. */

import { homePath, localeOfPath } from "./locale.js";

/** @typedef {{name: 'list'|'index'|'article', locale: string, topic: string, slug: string, path: string}} Route */
/** @typedef {(route: Route, visit: {signal: AbortSignal, first: boolean}) => Promise<void>} Show */

/** Paths that belong to the server, never to the reader page. */
const SERVER = /^\/(admin|django-admin|api|static|media|documents|feeds|healthz|accounts|metrics|sitemap|robots|llms)\b/;

/**
 * The list's address in a language, for a topic; the whole list without one.
 * @param {string} locale
 * @param {string} [topic]
 */
export const listPath = (locale, topic = "") => homePath(locale) + (topic ? `?topic=${encodeURIComponent(topic)}` : "");

/**
 * What an address shows: the list at a language's root, a list of articles right below it, an article below that. The
 * API is asked by the last part; whether the page is really there, its own address tells.
 * @param {{pathname: string, search: string}} address
 * @returns {Route}
 */
export function routeOf({ pathname, search }) {
  const { locale, below } = localeOfPath(pathname);
  const topic = new URLSearchParams(search).get("topic") ?? "";
  const name = below.length > 1 ? "article" : below.length ? "index" : "list";
  return { name, locale, topic, slug: below.at(-1) ?? "", path: pathname };
}

/** @param {MouseEvent} event */
function linkOf(event) {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute("download")) return null;
  const url = new URL(link.href);
  return url.origin === location.origin && !SERVER.test(url.pathname) ? url : null;
}

/** The scroll position is kept in the history entry it belongs to. */
function rememberScroll() {
  history.replaceState({ ...history.state, scroll: scrollY }, "");
}

/**
 * Starts routing: shows the current address, then every one the reader goes to.
 * @param {{show: Show, reveal: (hash: string) => boolean}} page `show` settles when the page stands; `reveal` brings
 *   the target of a hash into view and tells whether there is one
 */
export function startRouter({ show, reveal }) {
  history.scrollRestoration = "manual";
  let visit = new AbortController();
  let shown = "";

  /** @param {{first?: boolean, scroll?: number|null}} [options] */
  async function arrive({ first = false, scroll = null } = {}) {
    visit.abort();
    visit = new AbortController();
    const { signal } = visit;
    shown = location.pathname + location.search;
    if (!first && scroll === null) scrollTo({ top: 0, behavior: "instant" });
    await show(routeOf(location), { signal, first });
    if (signal.aborted) return;
    if (scroll !== null) scrollTo({ top: scroll, behavior: "instant" });
    else if (location.hash) reveal(location.hash);
  }

  document.addEventListener("click", (event) => {
    const url = linkOf(event);
    if (!url) return;
    const samePage = url.pathname + url.search === shown;
    if (samePage && url.hash) {
      // Panels may hide the target: reveal it first, and keep the address and the back button right.
      if (!document.querySelector(`#${CSS.escape(decodeURIComponent(url.hash.slice(1)))}`)) return;
      event.preventDefault();
      rememberScroll();
      if (url.hash !== location.hash) history.pushState({}, "", url);
      reveal(url.hash);
      return;
    }
    event.preventDefault();
    rememberScroll();
    history.pushState({}, "", url);
    arrive();
  });

  addEventListener("popstate", (event) => {
    const scroll = event.state?.scroll ?? null;
    if (location.pathname + location.search !== shown) arrive({ scroll: scroll ?? 0 });
    else if (scroll !== null) scrollTo({ top: scroll, behavior: "instant" });
    else if (location.hash) reveal(location.hash);
  });

  let timer = 0;
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = window.setTimeout(rememberScroll, 150);
  }, { passive: true });

  const reloaded = history.state?.scroll;
  arrive({ first: true, scroll: typeof reloaded === "number" && !location.hash ? reloaded : null });
}

/** Turns addresses into pages without reloading: links, the back button, and where the reader had scrolled to. */

import { routeOf, topicAddress } from "./addresses.js";

/** @typedef {import("./addresses.js").Route} Route */
/** @typedef {{signal: AbortSignal, first: boolean}} Visit */
/** @typedef {(route: Route, visit: Visit) => Promise<void>} Show */

/** Paths that belong to the server, never to the reader page. */
const SERVER = /^\/(admin|django-admin|api|static|media|documents|feeds|healthz|accounts|metrics|sitemap|robots|llms)\b/;

/** The address whose page stands. */
let shown = "";

/** @param {URL|Location} address */
const withoutHash = ({ pathname, search }) => pathname + search;

/**
 * Has the address say what a page has made of itself, such as a narrowed list, without showing it anew.
 * @param {string} address
 * @param {{replace: boolean}} how whether the back button then passes over what was there before
 */
export function moveTo(address, { replace }) {
  rememberScroll();
  if (replace) history.replaceState(history.state, "", address);
  else history.pushState({}, "", address);
  shown = withoutHash(location);
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
  /** @param {{first?: boolean, scroll?: number|null}} [options] */
  async function arrive({ first = false, scroll = null } = {}) {
    visit.abort();
    visit = new AbortController();
    const { signal } = visit;
    const topic = topicAddress(location);
    if (topic) history.replaceState(history.state, "", topic);
    shown = withoutHash(location);
    if (!first && scroll === null) scrollTo({ top: 0, behavior: "instant" });
    await show(routeOf(location), { signal, first });
    if (signal.aborted) return;
    if (scroll !== null) scrollTo({ top: scroll, behavior: "instant" });
    else if (location.hash) reveal(location.hash);
  }

  document.addEventListener("click", (event) => {
    const url = linkOf(event);
    if (!url) return;
    const samePage = withoutHash(url) === shown;
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
    if (withoutHash(location) !== shown) arrive({ scroll: scroll ?? 0 });
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

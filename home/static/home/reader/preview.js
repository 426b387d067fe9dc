/** The reader page of a draft: shows what the token in its address stands for, and follows it while it is written. */

import { ApiError, getDraft } from "./api.js";
import { layOut } from "./article.js";
import { announce, el } from "./dom.js";
import { describe } from "./head.js";
import { DEFAULT_LOCALE } from "./locale.js";
import { learnOrigin } from "./origin.js";
import { unfoldForPrint } from "./paper.js";
import { editLinks, previewBar } from "./preview-marks.js";
import { reveal, revealHash } from "./reveal.js";
import { loadSite, siteTitle } from "./site.js";
import { articleSkeleton, failure, message } from "./states.js";
import { speak, word } from "./words.js";

/** @typedef {import("./types.js").Article} Article */
/** @typedef {import("./preview-marks.js").Origin} Origin */

/** How often a draft is asked about where nothing tells of its changes, in milliseconds. */
const EVERY = 5000;
const NO_TALK = { isOpen: false, commentCount: () => 0, discuss: () => {}, showBlock: () => {} };

/**
 * What the headers tell of a draft.
 * @param {Headers} headers
 * @returns {Origin}
 */
function originOf(headers) {
  const links = new Map([...(headers.get("Link") ?? "").matchAll(/<([^>]+)>; rel="(\w+)"/g)].map(([, href, rel]) => [rel, href]));
  return {
    savedAt: headers.get("Last-Modified"), endsAt: headers.get("Sunset"),
    edit: links.get("edit") ?? null, again: links.get("preview") ?? null,
  };
}

/** What a reader has opened, so that it can be opened again in the article's next version. @param {HTMLElement} main */
function opened(main) {
  const tabs = [...main.querySelectorAll("[role=tab][aria-selected=true]")].map(({ id }) => id);
  const details = [...main.querySelectorAll("details")].map((fold) => fold.open);
  return () => {
    for (const id of tabs) document.getElementById(id)?.click();
    const folds = [...main.querySelectorAll("details")];
    if (folds.length === details.length) folds.forEach((fold, index) => (fold.open = details[index]));
  };
}

/** One preview, from the first answer to the end of its token. */
class Preview {
  /** @param {HTMLElement} main @param {string} token */
  constructor(main, token) {
    this.main = main;
    this.token = token;
    this.etag = "";
    this.page = 0;
    /** @type {Origin|null} */
    this.origin = null;
    this.layout = new AbortController();
    this.timer = 0;
    this.asking = false;
    this.missed = false;
  }

  /** Shows the draft, or says why it cannot be shown. */
  async start() {
    this.main.replaceChildren(articleSkeleton());
    try {
      await this.refresh();
      if (location.hash) revealHash(location.hash);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Shows the draft as it is now, if it is another than the one shown. */
  async refresh() {
    this.missed = this.asking;
    if (this.asking) return;
    this.asking = true;
    try {
      const answer = await getDraft(this.token, this.etag);
      if (answer) await this.show(answer.article, originOf(answer.headers));
      this.etag = answer?.headers.get("ETag") ?? this.etag;
    } finally {
      this.asking = false;
    }
    // What was saved while the question was under way may not be in its answer.
    if (this.missed) await this.refresh();
  }

  /** @param {Article} article @param {Origin} origin */
  async show(article, origin) {
    const isFirst = !this.page;
    const { locale } = article.meta;
    learnOrigin(article.meta.detail_url);
    await speak(locale);
    const site = await loadSite(locale);
    this.layout.abort();
    this.layout = new AbortController();
    const root = layOut(article, { talk: NO_TALK, signal: this.layout.signal });
    if (origin.edit) editLinks(root, article, origin.edit);
    const openAgain = opened(this.main);
    const { scrollY } = window;
    this.main.replaceChildren(root);
    showBar(previewBar(origin));
    describe({ title: word("preview_title", { title: article.title }), locale, siteTitle: siteTitle(site), indexed: false,
      description: article.seo?.description || article.summary || "" });
    this.page = article.id;
    this.origin = origin;
    if (isFirst) this.follow();
    else {
      openAgain();
      scrollTo({ top: scrollY, behavior: "instant" });
      announce(word("preview_refreshed"));
    }
    checkContent();
  }

  /** Follows the draft: at once where the editor is open in this browser, else every few seconds while it is looked at. */
  follow() {
    if (!this.origin?.edit) return;
    document.documentElement.dataset.preview = "live";
    const again = () => this.again();
    new BroadcastChannel("articles-preview").addEventListener("message", ({ data }) => {
      if (data.page === this.page) again();
    });
    document.addEventListener("visibilitychange", again);
    // In a panel that is closed the window has no width.
    this.timer = window.setInterval(() => innerWidth && again(), EVERY);
  }

  async again() {
    if (document.visibilityState !== "visible" || !this.timer) return;
    try {
      await this.refresh();
    } catch (error) {
      // A server that is out of reach for a moment is asked again; a token that has ended is not.
      if (error instanceof ApiError && error.status === 404) this.fail(error);
    }
  }

  /** @param {unknown} error */
  fail(error) {
    window.clearInterval(this.timer);
    this.timer = 0;
    document.documentElement.dataset.preview = "ended";
    showBar([]);
    const ended = error instanceof ApiError && (error.status === 404 || error.status === 400);
    this.main.replaceChildren(ended ? over(this.origin?.again) : failure(error, () => location.reload(), this.layout.signal));
    describe({ title: word(ended ? "preview_ended_title" : "wrong_title"), locale: DEFAULT_LOCALE, indexed: false });
    loadSite(DEFAULT_LOCALE);
  }
}

/** @param {Node[]} content */
function showBar(content) {
  const bar = document.getElementById("preview-bar");
  bar?.setAttribute("aria-label", word("preview_of_draft"));
  bar?.replaceChildren(...content);
}

/** @param {string|null|undefined} again where an editor begins the preview again */
function over(again) {
  return message({
    icon: "clock",
    title: word("preview_ended_title"),
    text: word(again ? "preview_ended_for_editors" : "preview_ended_for_others"),
    actions: again ? [el("a", { class: "button", href: again, target: "_self" }, word("preview_again"))] : [],
  });
}

/** Settles when the last check of the page's accessibility is over. @type {Promise<unknown>} */
let checking = Promise.resolve();

/**
 * Starts Wagtail's user bar, which checks the page's accessibility, when there is something to check; then has it check
 * again. It comes with the document for people who are signed in to the admin.
 */
function checkContent() {
  const bar = /** @type {any} */ (document.querySelector("wagtail-userbar"));
  if (bar) {
    // One check at a time, or the checker refuses; where the panel is checking just now, the next save checks again.
    checking = checking.then(() => bar.runAxe?.()).catch(() => {});
    return;
  }
  const template = document.getElementById("userbar");
  if (!(template instanceof HTMLTemplateElement)) return;
  const content = document.importNode(template.content, true);
  for (const script of content.querySelectorAll("script")) script.async = false; // the second needs the first
  document.body.append(content);
  template.remove();
}

/** Links within the article open what hides their target; links that lead away leave the preview where it is. */
function followLinks() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || link.target || event.defaultPrevented) return;
    const url = new URL(link.href);
    const isHere = url.pathname === location.pathname && url.origin === location.origin;
    if (isHere && url.hash) {
      const element = document.getElementById(decodeURIComponent(url.hash.slice(1)));
      event.preventDefault();
      if (element) reveal(element);
    } else if (/^https?:$/.test(url.protocol)) {
      link.target = "_blank";
      link.rel = "noopener noreferrer";
    }
  });
}

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
followLinks();
unfoldForPrint();
new Preview(main, new URLSearchParams(location.search).get("token") ?? "").start();

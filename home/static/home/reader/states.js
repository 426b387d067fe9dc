/** What stands on the page when the content does not: loading, offline, broken. */

import { ApiError, OfflineError } from "./api.js";
import { el, icon } from "./dom.js";
import { formatWait } from "./format.js";
import { word } from "./words.js";

/** @param {string} className */
const bar = (className) => el("span", { class: `bone ${className}` });

/** The outline of the article list while it loads. */
export function listSkeleton() {
  const card = () => el("div", { class: "bone-card" }, bar("bone-picture"), bar("bone-title"), bar("bone-line"), bar("bone-short"));
  return skeleton(word("loading_articles"), el("div", { class: "wrap list-head" }, bar("bone-title"), bar("bone-line")),
    el("div", { class: "wrap cards" }, card(), card(), card()));
}

/** The outline of an article while it loads. */
export function articleSkeleton() {
  return skeleton(word("loading_article"), el("div", { class: "wrap article-skeleton" }, bar("bone-short"), bar("bone-heading"),
    bar("bone-heading bone-part"), bar("bone-line"), bar("bone-picture"), bar("bone-line"), bar("bone-line"), bar("bone-short")));
}

/** @param {string} label @param {...Node} parts */
function skeleton(label, ...parts) {
  return el("div", { class: "skeleton", role: "status" }, el("span", { class: "visually-hidden" }, label),
    el("div", { "aria-hidden": "true" }, parts));
}

/**
 * A whole-page message with an icon, a heading and ways on.
 * @param {{icon: string, title: string, text: string, actions?: Node[], alert?: boolean}} message
 */
export function message({ icon: name, title, text, actions = [], alert = false }) {
  return el("div", { class: "wrap message", role: alert ? "alert" : null },
    el("span", { class: "message-icon" }, icon(name)),
    el("h1", { class: "message-title" }, title),
    el("p", { class: "message-text" }, text),
    el("p", { class: "message-actions" }, actions));
}

/**
 * What a failure means for a reader, and what to do.
 * @param {unknown} error
 * @returns {{icon: string, title: string, text: string}}
 */
export function explain(error) {
  if (error instanceof OfflineError) {
    return navigator.onLine
      ? { icon: "offline", title: word("unreachable_title"), text: word("unreachable_text") }
      : { icon: "offline", title: word("offline_title"), text: word("offline_text") };
  }
  if (error instanceof ApiError && error.status === 429) {
    return { icon: "clock", title: word("throttled_title"), text: word("throttled_text", { wait: formatWait(error.retryAfter ?? 0) }) };
  }
  return {
    icon: "warning",
    title: word("fault_title"),
    text: word("fault_text"),
  };
}

/**
 * A failure with a way to try again; when the connection comes back it tries by itself.
 * @param {unknown} error
 * @param {() => void} retry
 * @param {AbortSignal} signal ends the waiting when the reader has moved on
 */
export function failure(error, retry, signal) {
  if (error instanceof OfflineError) window.addEventListener("online", retry, { once: true, signal });
  return message({
    ...explain(error),
    alert: true,
    actions: [el("button", { class: "button", type: "button", on: { click: retry } }, word("try_again"))],
  });
}

/**
 * A failure of a part of the page, in one line with a way to try again.
 * @param {unknown} error
 * @param {() => void} retry
 */
export function smallFailure(error, retry) {
  const { icon: name, title, text } = explain(error);
  return el("div", { class: "notice notice-problem", role: "alert" }, icon(name),
    el("p", {}, el("strong", {}, `${title}. `), text),
    el("button", { class: "button button-quiet", type: "button", on: { click: retry } }, word("try_again")));
}

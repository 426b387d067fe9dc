/** The small parts of a discussion that know nothing of its state: notices, the empty state, the order buttons. */

import { el, focusOn, icon } from "./dom.js";
import { formatDay } from "./format.js";

/**
 * Said where the form would be, when no more comments are taken.
 * @param {string|null|undefined} closesAt
 */
export function closedNotice(closesAt) {
  const since = closesAt && Date.parse(closesAt) < Date.now() ? ` It closed on ${formatDay(closesAt)}.` : "";
  return el("div", { class: "notice" }, icon("note"),
    el("p", {}, el("strong", {}, "This discussion is closed. "), `You can read it, but not add to it.${since}`));
}

/** Said where the form would be, when only people with an account may write. */
export function membersNotice() {
  return el("div", { class: "notice" }, icon("note"), el("p", {}, "Please sign in to take part in this discussion."));
}

/** @param {boolean} isOpen */
export function noComments(isOpen) {
  const words = isOpen ? "Have you tried this, or have a question? Be the first to write." : "Nobody has written here.";
  return el("div", { class: "empty empty-small" }, icon("comment"), el("p", {}, el("strong", {}, "No comments yet. "), words));
}

const ORDERS = { oldest: "Oldest", newest: "Newest", top: "Top" };

/**
 * Fills a group with the buttons for the order of comments.
 * @param {HTMLElement} group
 * @param {string} current
 * @param {(order: string) => void} onChoose
 */
export function sortingButtons(group, current, onChoose) {
  group.replaceChildren(...Object.entries(ORDERS).map(([order, label]) => {
    const choose = () => {
      sortingButtons(group, order, onChoose);
      focusOn(group.querySelector("[aria-pressed=true]"));
      onChoose(order);
    };
    return el("button", { type: "button", "aria-pressed": String(order === current), on: { click: choose } }, label);
  }));
}

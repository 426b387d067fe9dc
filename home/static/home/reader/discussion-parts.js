/** The small parts of a discussion that know nothing of its state: notices, the empty state, the order buttons. */

import { el, focusOn, icon } from "./dom.js";
import { formatDay } from "./format.js";
import { word } from "./words.js";

/**
 * Said where the form would be, when no more comments are taken.
 * @param {string|null|undefined} closesAt
 */
export function closedNotice(closesAt) {
  const since = closesAt && Date.parse(closesAt) < Date.now();
  return el("div", { class: "notice" }, icon("note"),
    el("p", {}, el("strong", {}, word("closed_title"), " "), since ? word("closed_since", { date: formatDay(closesAt) }) : word("closed_text")));
}

/** Said where the form would be, when only people with an account may write. */
export function membersNotice() {
  return el("div", { class: "notice" }, icon("note"), el("p", {}, word("members_only")));
}

/** @param {boolean} isOpen */
export function noComments(isOpen) {
  const words = word(isOpen ? "no_comments_invitation" : "no_comments_closed");
  return el("div", { class: "empty empty-small" }, icon("comment"), el("p", {}, el("strong", {}, word("no_comments_title"), " "), words));
}

const ORDERS = /** @type {const} */ (["oldest", "newest", "top"]);

/**
 * Fills a group with the buttons for the order of comments.
 * @param {HTMLElement} group
 * @param {string} current
 * @param {(order: string) => void} onChoose
 */
export function sortingButtons(group, current, onChoose) {
  group.replaceChildren(...ORDERS.map((order) => {
    const choose = () => {
      sortingButtons(group, order, onChoose);
      focusOn(group.querySelector("[aria-pressed=true]"));
      onChoose(order);
    };
    return el("button", { type: "button", "aria-pressed": String(order === current), on: { click: choose } }, word(order));
  }));
}

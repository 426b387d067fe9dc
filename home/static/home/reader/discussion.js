/** The discussion below an article: the web component that other sites embed as well, and how the article's claims reach it. */

import { el } from "./dom.js";
import { reveal } from "./reveal.js";
import { word } from "./words.js";

/** @typedef {import("./types.js").Article} Article */
/**
 * What the component offers once its script has run (comments/static/comments/widget/element.js).
 * @typedef {HTMLElement & {discuss?: (block: string) => void, showBlock?: (block: string) => void}} Comments
 */

/**
 * The discussion of an article.
 * @param {Article} article
 * @returns {{element: HTMLElement, talk: import("./claims.js").Talk}}
 */
export function createDiscussion(article) {
  const comments = /** @type {Comments} */ (document.createElement("evident-comments"));
  comments.setAttribute("page", String(article.id));
  comments.setAttribute("theme", "inherit");
  // The table of contents lists the heading, so that it stands here and not in the component.
  comments.append(el("h2", { slot: "title", id: "discussion-title" }, word("discussion")));
  const element = el("div", { class: "discussion", id: "discussion" }, comments);
  comments.addEventListener("evident-comments-change", (event) => {
    const { isOpen } = /** @type {CustomEvent} */ (event).detail;
    const invitations = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-invites]"));
    for (const button of invitations) button.hidden = !isOpen;
  });
  return {
    element,
    talk: {
      isOpen: article.discussion.is_open,
      commentCount: (block) => article.discussion.by_block[block] ?? 0,
      discuss: (block) => {
        reveal(element);
        comments.discuss?.(block);
      },
      showBlock: (block) => {
        reveal(element);
        comments.showBlock?.(block);
      },
    },
  };
}

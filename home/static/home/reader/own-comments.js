/** The comments written in this browser: kept so that their author sees them while they wait, and may change them. */

/** @typedef {import("./types.js").OwnComment} OwnComment */

const KEY = "evident.own-comments";
const DAY = 86_400_000;
/** A comment nobody decided on is forgotten after a month; a public one needs its token only while it may be edited. */
const KEPT = { waiting: 30 * DAY, public: DAY };

/** Used where the browser refuses storage: it then lasts as long as the page. @type {OwnComment[]} */
let memory = [];

/** @returns {OwnComment[]} */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return memory;
  }
}

/** @param {OwnComment[]} comments */
function write(comments) {
  memory = comments;
  try {
    localStorage.setItem(KEY, JSON.stringify(comments));
  } catch {
    // Storage is full or refused: the copy in memory has to do.
  }
}

/**
 * Whether only its author can see it.
 * @param {OwnComment} comment
 */
export const isWaiting = (comment) => comment.status === "pending" || comment.status === "unconfirmed";

/** @param {OwnComment} comment */
const isFresh = (comment) =>
  Date.now() - Date.parse(comment.submitted_at) < (isWaiting(comment) ? KEPT.waiting : KEPT.public);

/**
 * This browser's comments on a page, oldest first.
 * @param {number} page
 * @returns {OwnComment[]}
 */
export const ownComments = (page) => read().filter((comment) => comment.page === page && isFresh(comment));

/**
 * @param {number} id
 * @returns {OwnComment|undefined}
 */
export const ownComment = (id) => read().find((comment) => comment.id === id && isFresh(comment));

/** @param {OwnComment} comment */
export function keepOwn(comment) {
  write([...read().filter((other) => other.id !== comment.id && isFresh(other)), comment]);
}

/** @param {number} id */
export function dropOwn(id) {
  write(read().filter((comment) => comment.id !== id));
}

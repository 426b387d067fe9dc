/** What this browser keeps for its reader, without cookies: a random name, what they wrote, and their drafts. */

import { randomName } from "./dom.js";

/**
 * @typedef {{id: number, page: number, body: string, source?: string, edit_token: string, submitted_at: string}} OwnComment a
 *   comment written in this browser: its text and source as they were typed, and what proves that it is one's own
 */

const MONTH = 30 * 86_400_000;
/** Where the browser refuses storage, it lasts as long as the page. @type {Record<string, string>} */
const memory = {};

/** @param {string} key @param {() => Storage} place */
function read(key, place = () => localStorage) {
  try {
    return place().getItem(`evident.${key}`);
  } catch {
    return memory[key] ?? null;
  }
}

/** @param {string} key @param {string} value nothing to forget it @param {() => Storage} place */
function write(key, value, place = () => localStorage) {
  memory[key] = value;
  try {
    if (value) place().setItem(`evident.${key}`, value);
    else place().removeItem(`evident.${key}`);
  } catch {
    // Full or refused: the copy in memory has to do.
  }
}

/** The random name under which this browser's likes and reports are counted once; empty if it has none and none is `made`. @param {boolean} [made] */
export function readerName(made = true) {
  const name = read("reader") || (made ? randomName() : "");
  write("reader", name);
  return name;
}

/** A comment that nobody decided on for a month is forgotten. @param {OwnComment} comment */
const isFresh = ({ submitted_at: at }) => Date.now() - Date.parse(at) < MONTH;

/** @returns {OwnComment[]} oldest first */
function own() {
  try {
    return JSON.parse(read("own-comments") ?? "[]").filter(isFresh);
  } catch {
    return [];
  }
}

/** @param {number} page */
export const ownComments = (page) => own().filter((comment) => comment.page === page);

/** @param {number} id */
export const ownComment = (id) => own().find((comment) => comment.id === id);

/** @param {number} id @param {OwnComment[]} [added] */
export const dropOwn = (id, added = []) =>
  write("own-comments", JSON.stringify([...own().filter((comment) => comment.id !== id), ...added]));

/** @param {OwnComment} comment */
export const keepOwn = (comment) => dropOwn(comment.id, [comment]);

/** The unsent text of a form; kept as long as the tab. @param {string} place */
export const draft = (place) => read(`draft.${place}`, () => sessionStorage) ?? "";

/** @param {string} place @param {string} text */
export const keepDraft = (place, text) => write(`draft.${place}`, text, () => sessionStorage);

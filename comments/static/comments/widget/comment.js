/** Shows one comment: a reader's, one that was removed, or one's own that nobody else sees yet. */

import { el, hiddenText, icon, readersText, textButton } from "./dom.js";
import { asked, reactions, reportButton } from "./reacting.js";
import { ownComment } from "./storage.js";

/** @typedef {import("./discussion.js").Discussion} Discussion */
/**
 * @typedef {{id: number, page: number, parent: number|null, in_reply_to: number|null, root: number, depth: number,
 *   block: string|null, block_heading: string|null, block_removed: boolean, author: {name: string, role: string|null, avatar_url: string|null},
 *   body_html: string, status: string, removed_by?: string|null, submitted_at: string, edited_at: string|null,
 *   edited_by?: string|null, featured?: boolean, is_closed?: boolean,
 *   addressed?: {note: string, at: string}|null, reactions: {like: number, dislike: number},
 *   reply_count: number, replies: Comment[], replies_cursor: string|null, edit_token?: string}} Comment
 * @typedef {{comment: Comment, item: HTMLElement, main: HTMLElement, slot: HTMLElement, list: HTMLElement, more: HTMLButtonElement,
 *   cursor: string|null}} Entry a comment that is shown, and where
 */

/** Whether only its author can see it. @param {{status: string}} comment */
export const isWaiting = ({ status }) => status === "pending" || status === "unconfirmed";

/** A picture, or initials in a colour that is always the same for a name. @param {Comment["author"]} author */
function portrait({ name, avatar_url: url }) {
  const words = name.trim().split(/\s+/);
  const initials = [words.shift(), words.pop()].map((word) => [...(word ?? "")].slice(0, 1)).join("").toUpperCase();
  const shown = el("span", { class: "avatar", part: "avatar", "aria-hidden": "true" }, initials || "?");
  shown.style.setProperty("--e-hue", String([...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7)));
  // Where the page around forbids the picture, the initials stay.
  if (url) shown.append(el("img", { src: url, alt: "", on: { error: (/** @type {Event} */ { target }) => /** @type {Element} */ (target).remove() } }));
  return shown;
}

/** The block that a thread is about; a link where the page shows it. @param {Discussion} discussion @param {Comment} comment */
function about(discussion, { block, block_heading: written, block_removed: gone, depth }) {
  if (!block || depth || discussion.host.getAttribute("block")) return null;
  const heading = discussion.headingOf(block) ?? written;
  const target = discussion.anchorOf(block)?.id;
  return heading && el(target ? "a" : "span", { class: "about", part: "about", href: target && `#${target}` }, hiddenText(`${discussion.t.word("about")} `), heading, gone && ` (${discussion.t.word("block_gone")})`);
}

/** Past the third level the indent stops, and at the tenth the tree: then words say what is answered. @param {Discussion} discussion @param {Comment} comment */
function answered({ t, threads }, { depth, parent, in_reply_to: to }) {
  if (!to || (depth < 4 && to === parent)) return null;
  const name = threads.entries.get(to)?.comment.author.name;
  return el("p", { class: "answered" }, icon("reply"), t.phrase("in_reply_to", { name: el("a", { href: `#c${to}` }, name || t.word("in_reply_to_earlier")) }));
}

/** The article's change note that addresses what the comment objects to. @param {Discussion} discussion @param {Comment} comment */
function addressed({ t }, { addressed: note }) {
  if (!note) return null;
  const update = t.word("addressed_update");
  return el("p", { class: "addressed", part: "addressed" }, icon("reviewed"), el("span", {}, t.phrase("addressed", {
    update: document.getElementById("change-history") ? el("a", { href: "#change-history" }, update) : update,
    date: el("time", { datetime: note.at }, t.day(note.at)), note: el("q", { dir: "auto" }, note.note),
  })));
}

/** @param {Discussion} discussion @param {Comment} comment */
function waiting({ t }, { status }) {
  const state = status === "unconfirmed" ? "confirm_email" : "awaiting";
  return el("p", { class: "waiting", part: "waiting" }, icon(state === "awaiting" ? "clock" : "mail"),
    el("strong", {}, t.word(`${state}_title`)), el("span", {}, t.word(`${state}_text`)));
}

/** Whether moderators take no more replies in its thread. @param {Discussion} discussion @param {Comment} comment */
const isClosed = ({ threads }, { root, is_closed: closed }) => closed || threads.entries.get(root)?.comment.is_closed;

/** @param {Discussion} discussion @param {Entry} entry */
function actions(discussion, entry) {
  const { t, forms } = discussion;
  const { comment } = entry;
  const own = ownComment(comment.id);
  const reply = textButton([icon("reply"), t.word("reply"), hiddenText(` ${t.word("reply_to", { name: comment.author.name })}`)],
    () => forms.openReply(entry.comment, entry.slot, reply), { "data-invites": true, hidden: !forms.canWrite });
  return el("div", { class: "actions", part: "actions" },
    isWaiting(comment) ? null : [reactions(discussion, entry), !isClosed(discussion, comment) && reply],
    own && [
      textButton([icon("pencil"), t.word("edit")], asked(discussion, entry, async () => (await import("./asked/own.js")).editOwn(discussion, own, entry))),
      textButton([icon("bin"), t.word("delete")], asked(discussion, entry, async () => (await import("./asked/own.js")).deleteOwn(discussion, own, entry))),
    ],
    !own && !isWaiting(comment) && reportButton(discussion, entry));
}

/** Draws the face of a comment anew, without its replies. @param {Discussion} discussion @param {Entry} entry */
export function draw(discussion, entry) {
  const { t } = discussion;
  const { comment } = entry;
  const { author: { name, role }, edited_at: edited, edited_by: by, submitted_at: at } = comment;
  const link = isWaiting(comment) ? {} : { href: `#c${comment.id}`, title: t.word("link_to_comment") };
  const main = comment.status === "removed"
    ? el("p", { class: "main tombstone", part: "tombstone" }, t.word(comment.removed_by ? `removed_by_${comment.removed_by}` : "removed"))
    : el("article", { class: "main" }, portrait(comment.author),
        el("div", { class: "content" },
          el("header", { class: "byline" }, el("bdi", { class: "author", part: "author" }, name || t.word("anonymous")),
            role && el("span", { class: "role", part: "role" }, t.word(`role_${role}`)),
            el("a", { class: "time", part: "time", ...link }, el("time", { datetime: at, title: t.moment(at), "data-age": true }, t.age(at))),
            edited && el("span", { class: "edited", title: t.moment(edited) }, t.word(by === "moderator" ? "edited_by_moderator" : "edited")),
            comment.featured && el("span", { class: "role", part: "featured" }, t.word("featured"))),
          isWaiting(comment) && waiting(discussion, comment), answered(discussion, comment), about(discussion, comment),
          el("div", { class: "body", part: "body", dir: "auto" }, readersText(comment.body_html)), addressed(discussion, comment),
          actions(discussion, entry)));
  entry.item.classList.toggle("comment-own", isWaiting(comment));
  entry.main.replaceWith(main);
  entry.main = main;
}

/** The place of a comment and of its replies, with its face. @param {Discussion} discussion @param {Comment} comment @returns {Entry} */
export function entryOf(discussion, comment) {
  const [main, slot, list] = [el("p"), el("div", { class: "slot" }), el("ol", { class: "replies" })];
  const more = textButton([icon("chevron"), el("span")], () => discussion.threads.moreReplies(entry), { class: "text-button more-replies", hidden: true });
  const item = el("li", { class: "comment", part: "comment", id: `c${comment.id}` }, main, slot, list, more);
  /** @type {Entry} */
  const entry = { comment, item, slot, list, more, main, cursor: comment.replies_cursor };
  draw(discussion, entry);
  return entry;
}

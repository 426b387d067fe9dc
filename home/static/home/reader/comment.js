/** Shows one comment with its replies: a reader's, one that was removed, or one's own that still waits. */

import { avatar } from "./byline.js";
import { el, icon, richText } from "./dom.js";
import { formatAge, formatDay, formatMoment, quantity } from "./format.js";
import { isWaiting, ownComment } from "./own-comments.js";
import { roleLabel } from "./vocabulary.js";
import { phrase, word } from "./words.js";

/** @typedef {import("./types.js").Comment} Comment */
/** @typedef {import("./types.js").OwnComment} OwnComment */
/**
 * What a comment needs of the discussion around it.
 * @typedef {{headings: Map<string, string>, canReply: () => boolean, seen: (comment: Comment) => boolean,
 *   reply: (comment: Comment, slot: HTMLElement, button: HTMLElement) => void,
 *   moreReplies: (comment: Comment, list: HTMLElement, button: HTMLButtonElement) => void,
 *   edit: (own: OwnComment, item: HTMLElement) => void, remove: (own: OwnComment, item: HTMLElement) => void}} Around
 */

/** @param {string|null|undefined} by */
function removalWords(by) {
  return word(by === "author" ? "removed_by_author" : by === "moderator" ? "removed_by_moderator" : "removed");
}

/** @param {string} iso */
const when = (iso) => el("time", { datetime: iso, title: formatMoment(iso) }, formatAge(iso));

/** @param {string|null|undefined} block @param {Around} around */
function aboutChip(block, { headings }) {
  const heading = block ? headings.get(block) : null;
  return heading ? el("a", { class: "about", href: `#block-${block}` }, el("span", { class: "visually-hidden" }, `${word("about")} `), heading) : null;
}

/** @param {OwnComment} own @param {HTMLElement} item @param {Around} around */
function ownActions(own, item, around) {
  return [
    el("button", { type: "button", class: "text-button", on: { click: () => around.edit(own, item) } }, icon("pencil"), word("edit")),
    el("button", { type: "button", class: "text-button", on: { click: () => around.remove(own, item) } }, icon("bin"), word("delete")),
  ];
}

/**
 * The replies still to be fetched, with all that hangs on them; a tombstone is no reply.
 * @param {Comment} comment
 */
function remaining({ reply_count: all, replies: known }) {
  return all - known.reduce((sum, reply) => sum + reply.reply_count + (reply.status === "removed" ? 0 : 1), 0);
}

/** @param {Comment} comment @param {Around} around */
function replies(comment, around) {
  const list = el("ol", { class: "replies", "data-replies": comment.id }, comment.replies.filter(around.seen).map((reply) => commentItem(reply, around)));
  if (!comment.replies_cursor) return list;
  const left = remaining(comment);
  const button = el("button", { type: "button", class: "text-button more-replies" }, icon("chevron"),
    left > 0 ? quantity(left, "show_count_replies") : word("show_more_replies"));
  button.addEventListener("click", () => around.moreReplies(comment, list, button));
  return [list, button];
}

/** @param {Comment} comment */
function head({ author, permalink, id, submitted_at: at, edited_at: edited }) {
  const role = roleLabel(author.role);
  return el("header", { class: "comment-head" },
    el("span", { class: "comment-author" }, author.name || word("anonymous")),
    role ? el("span", { class: "role" }, role) : null,
    el("a", { class: "comment-time", href: `#c${id}`, title: permalink ? word("link_to_comment") : null }, when(at)),
    edited ? el("span", { class: "edited", title: formatMoment(edited) }, word("edited")) : null);
}

/** The change note of the article that addresses what a comment objects to. @param {Comment} comment */
function addressed({ addressed: note }) {
  if (!note) return null;
  return el("p", { class: "addressed" }, icon("reviewed"),
    el("span", {}, phrase("addressed", {
      update: el("a", { href: "#change-history" }, word("addressed_update")),
      date: el("time", { datetime: note.at }, formatDay(note.at)), note: el("q", {}, note.note),
    })));
}

/** @param {Comment} comment @param {Around} around */
function tombstone(comment, around) {
  return el("li", { class: "comment comment-removed", id: `c${comment.id}` },
    el("p", { class: "tombstone" }, removalWords(comment.removed_by)), replies(comment, around));
}

/**
 * A public comment and its replies as a list item.
 * @param {Comment} comment
 * @param {Around} around
 * @returns {HTMLLIElement}
 */
export function commentItem(comment, around) {
  if (comment.status === "removed") return tombstone(comment, around);
  const item = el("li", { class: "comment", id: `c${comment.id}` });
  const own = ownComment(comment.id);
  const slot = el("div", { class: "reply-slot" });
  const button = el("button", { type: "button", class: "text-button", "data-invites": true }, icon("reply"), word("reply"),
    el("span", { class: "visually-hidden" }, ` ${word("reply_to", { name: comment.author.name })}`));
  button.addEventListener("click", () => around.reply(comment, slot, button));
  item.append(
    el("article", { class: "comment-main" },
      avatar({ name: comment.author.name || "?", image: comment.author.avatar_url ? { url: comment.author.avatar_url } : null }),
      el("div", { class: "comment-content" }, head(comment), comment.depth ? "" : aboutChip(comment.block, around) ?? "",
        el("div", { class: "comment-body prose" }, richText(comment.body_html)), addressed(comment) ?? "",
        el("p", { class: "comment-actions" }, around.canReply() ? button : null, own ? ownActions(own, item, around) : null))),
    slot, ...[replies(comment, around)].flat());
  return item;
}

/**
 * One's own comment that only its author sees; its text is shown as it was typed.
 * @param {OwnComment} own
 * @param {Around} around
 * @returns {HTMLLIElement}
 */
export function ownItem(own, around) {
  const item = el("li", { class: "comment comment-own", id: `c${own.id}`, "data-own": own.id });
  const unconfirmed = own.status === "unconfirmed";
  item.append(el("article", { class: "comment-main" }, avatar({ name: own.name || "?" }),
    el("div", { class: "comment-content" },
      el("header", { class: "comment-head" }, el("span", { class: "comment-author" }, own.name),
        el("span", { class: "comment-time" }, when(own.submitted_at))),
      isWaiting(own)
        ? el("p", { class: "waiting" }, icon(unconfirmed ? "mail" : "clock"),
            el("strong", {}, word(unconfirmed ? "confirm_email_title" : "awaiting_title")),
            el("span", {}, word(unconfirmed ? "confirm_email_text" : "awaiting_text")))
        : null,
      aboutChip(own.block, around),
      el("div", { class: "comment-body comment-raw" }, own.body),
      el("p", { class: "comment-actions" }, ownActions(own, item, around)))));
  return item;
}

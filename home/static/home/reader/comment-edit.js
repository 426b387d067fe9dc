/** Lets an author change or delete their own comment, for as long as the server allows it. */

import { ApiError, send } from "./api.js";
import { explainField, explainRefusal } from "./comment-form.js";
import { announce, el, focusOn, icon } from "./dom.js";
import { dropOwn, keepOwn } from "./own-comments.js";
import { word } from "./words.js";

/** @typedef {import("./types.js").OwnComment} OwnComment */

/** @param {unknown} error @returns {string} */
function refusal(error) {
  if (error instanceof ApiError && (error.code === "edit_window_closed" || error.status === 404)) {
    return word("edit_time_over");
  }
  if (error instanceof ApiError && error.errors.body) return explainField("body", error.errors.body);
  return explainRefusal(error);
}

/** @param {OwnComment} own */
const credentials = (own) => ({ "X-Edit-Token": own.edit_token });

/** @param {HTMLElement} problem @param {unknown} error @param {OwnComment} own */
function refuse(problem, error, own) {
  problem.hidden = false;
  problem.replaceChildren(icon("warning"), el("p", {}, refusal(error)));
  focusOn(problem);
  if (error instanceof ApiError && error.status === 403) dropOwn(own.id);
}

const problemBox = () => el("div", { class: "notice notice-problem", role: "alert", hidden: true });

/**
 * Opens the text for editing in place of the comment's words.
 * @param {OwnComment} own
 * @param {HTMLElement} item
 * @param {(own: OwnComment, answer: any) => void} onSaved
 */
export function editOwn(own, item, onSaved) {
  const main = /** @type {HTMLElement} */ (item.querySelector(":scope > .comment-main"));
  const problem = problemBox();
  const id = `edit-${own.id}`;
  const text = el("textarea", { id, rows: 5, required: true }, own.body);
  const save = el("button", { class: "button", type: "submit" }, word("save"));
  const close = () => {
    form.remove();
    main.hidden = false;
  };
  const cancel = () => {
    close();
    focusOn(main.querySelector(".comment-actions button:last-of-type"));
  };
  const form = el("form", { class: "comment-form", novalidate: true, "aria-label": word("edit_comment") }, problem,
    el("div", { class: "field" }, el("label", { for: id }, word("your_comment")), text),
    el("div", { class: "form-foot" }, save, el("button", { class: "button button-quiet", type: "button", on: { click: cancel } }, word("cancel"))));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = text.value.trim();
    if (!body) return text.focus();
    save.disabled = true;
    try {
      const { status, body: answer } = await send("PATCH", `comments/${own.id}/`, { body: { body }, headers: credentials(own) });
      const changed = { ...own, body, status: answer?.status ?? (status === 202 ? "pending" : "approved") };
      keepOwn(changed);
      close();
      onSaved(changed, answer);
      announce(word(status === 202 ? "saved_waiting" : "saved"));
    } catch (error) {
      save.disabled = false;
      refuse(problem, error, own);
    }
  });
  main.hidden = true;
  item.prepend(form);
  text.focus();
}

/**
 * Asks whether the comment shall go, and deletes it.
 * @param {OwnComment} own
 * @param {HTMLElement} item
 * @param {() => void} onDeleted
 */
export function deleteOwn(own, item, onDeleted) {
  const actions = /** @type {HTMLElement} */ (item.querySelector(":scope > .comment-main .comment-actions"));
  const problem = problemBox();
  const yes = el("button", { class: "button button-danger", type: "button" }, word("delete_for_good"));
  const keep = () => {
    question.remove();
    actions.hidden = false;
    focusOn(actions.querySelector("button:last-of-type"));
  };
  const question = el("div", { class: "confirm", role: "group", "aria-label": word("delete_question") }, problem,
    el("p", {}, word("delete_warning")), yes,
    el("button", { class: "button button-quiet", type: "button", on: { click: keep } }, word("keep_it")));
  yes.addEventListener("click", async () => {
    yes.disabled = true;
    try {
      await send("DELETE", `comments/${own.id}/`, { headers: credentials(own) });
      dropOwn(own.id);
      onDeleted();
      announce(word("comment_deleted"));
    } catch (error) {
      yes.disabled = false;
      refuse(problem, error, own);
    }
  });
  actions.hidden = true;
  actions.after(question);
  yes.focus();
}

/** Lets authors change or delete their own comment, for as long as the server allows it. */

import { ApiError } from "../api.js";
import { button, el, focusOn } from "../dom.js";
import { explainField, explainRefusal, problemBox } from "../explain.js";
import { dropOwn, keepOwn } from "../storage.js";

/** @typedef {import("../discussion.js").Discussion} Discussion */
/** @typedef {import("../comment.js").Entry} Entry */
/** @typedef {import("../storage.js").OwnComment} OwnComment */

/** @typedef {ReturnType<typeof problemBox>} Problem */

/** @param {Discussion} discussion @param {Problem} problem @param {unknown} error @param {OwnComment} own */
function refuse({ t }, problem, error, own) {
  const { code = "", status = 0, errors = {} } = error instanceof ApiError ? error : {};
  const over = code === "edit_window_closed" || status === 404;
  problem.say(over ? t.word("edit_time_over") : errors.body ? explainField(t, "body", errors.body) : errors.source ? explainField(t, "source", errors.source) : explainRefusal(t, error));
  problem.focus();
  if (status === 403) dropOwn(own.id);
}

/** Opens the text for editing in place of the comment's words. @param {Discussion} discussion @param {OwnComment} own @param {Entry} entry */
export function editOwn(discussion, own, entry) {
  const { t, api } = discussion;
  if (entry.main.hidden) return;
  const problem = problemBox();
  const source = own.source === undefined ? null : el("input", { type: "text", id: `edit-source-${own.id}`, maxlength: 500, part: "input", value: own.source });
  const text = el("textarea", { id: `edit-${own.id}`, rows: 5, part: "input", dir: "auto" }, own.body);
  const save = button(t.word("save"), { type: "submit" });
  const close = () => {
    form.remove();
    entry.main.hidden = false;
  };
  const cancel = () => {
    close();
    focusOn(entry.main.querySelector(".actions button:nth-last-of-type(2)"));
  };
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const body = text.value.trim();
    if (!body || save.disabled) return text.focus();
    save.disabled = true;
    try {
      const { status, body: answer } = await api.send("PATCH", `comments/${own.id}/`, { body: { body, ...(source && { source: source.value.trim() }) }, headers: { "X-Edit-Token": own.edit_token } });
      keepOwn({ ...own, body, ...(source && { source: source.value }) });
      close();
      discussion.changedOwn(answer);
      discussion.announce(t.word(status === 202 ? "awaiting_title" : "saved"));
    } catch (error) {
      save.disabled = false;
      refuse(discussion, problem, error, own);
    }
  };
  const form = el("form", { class: "form", part: "form", novalidate: true, "aria-label": t.word("edit_comment"), on: { submit } }, problem.element,
    el("div", { class: "field" }, el("label", { for: text.id }, t.word("your_comment")), text),
    source && el("div", { class: "field" }, el("label", { for: source.id }, t.word("source")), source),
    el("div", { class: "foot" }, save, button(t.word("cancel"), { class: "button quiet", on: { click: cancel } })));
  entry.main.hidden = true;
  entry.main.before(form);
  text.focus();
}

/** Asks whether the comment shall go, and deletes it. @param {Discussion} discussion @param {OwnComment} own @param {Entry} entry */
export function deleteOwn(discussion, own, entry) {
  const { t, api } = discussion;
  const actions = /** @type {HTMLElement} */ (entry.main.querySelector(".actions"));
  if (actions.hidden) return;
  const problem = problemBox();
  const keep = () => {
    question.remove();
    actions.hidden = false;
    focusOn(actions.querySelector("button:last-of-type"));
  };
  const yes = button(t.word("delete_for_good"), { class: "button danger", on: { click: async () => {
    yes.disabled = true;
    try {
      await api.send("DELETE", `comments/${own.id}/`, { headers: { "X-Edit-Token": own.edit_token } });
      dropOwn(own.id);
      discussion.deletedOwn(own.id);
      discussion.announce(t.word("comment_deleted"));
    } catch (error) {
      yes.disabled = false;
      refuse(discussion, problem, error, own);
    }
  } } });
  const question = el("div", { class: "panel", part: "panel", role: "group", "aria-label": t.word("delete_warning") }, problem.element,
    el("p", {}, t.word("delete_warning")), yes, button(t.word("keep_it"), { class: "button quiet", on: { click: keep } }));
  actions.hidden = true;
  actions.after(question);
  yes.focus();
}

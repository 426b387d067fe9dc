/** The form in which a reader tells moderators what is wrong with a comment. */

import { button, el } from "../dom.js";
import { explainRefusal, problemBox } from "../explain.js";
import { below } from "../reacting.js";

/** @typedef {import("../discussion.js").Discussion} Discussion */
/** @typedef {import("../comment.js").Entry} Entry */

const REASONS = ["spam", "abuse", "misinformation", "off_topic", "other"];

/** Opens the form below a comment. @param {Discussion} discussion @param {Entry} entry @param {HTMLElement} open what it was opened by @param {() => void} done */
export default function report(discussion, entry, open, done) {
  const { t, api, mine } = discussion;
  const { id } = entry.comment;
  const problem = problemBox();
  const note = el("input", { type: "text", id: `note-${id}`, maxlength: 500, part: "input" });
  const close = () => {
    panel.remove();
    open.focus();
  };
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const reason = /** @type {HTMLInputElement|null} */ (form.querySelector(":checked"))?.value;
    if (!reason) return problem.say(t.word("reason_missing"));
    try {
      await api.send("POST", `comments/${id}/flags/`, { body: { reason, note: note.value.trim() } });
      mine.flagged.add(id);
      panel.remove();
      done();
      discussion.announce(t.word("report_thanks"));
    } catch (error) {
      problem.say(explainRefusal(t, error));
    }
  };
  const form = el("form", { class: "form", part: "form", on: { submit } }, problem.element,
    el("fieldset", {}, el("legend", {}, t.word("report_question")), REASONS.map((value) =>
      el("label", { class: "choice" }, el("input", { type: "radio", name: "reason", value }), t.word(`reason_${value}`)))),
    el("div", { class: "field" }, el("label", { for: note.id }, t.word("report_note")), note),
    el("div", { class: "foot" }, button(t.word("send_report"), { type: "submit" }), button(t.word("cancel"), { class: "button quiet", on: { click: close } })));
  const panel = below(entry, form);
  form.querySelector("input")?.focus();
}

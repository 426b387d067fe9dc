/** What readers do with a click: like, dislike, begin a report. */

import { el, hiddenText, icon, textButton } from "./dom.js";
import { explainRefusal, problemBox } from "./explain.js";

/** @typedef {import("./discussion.js").Discussion} Discussion */
/** @typedef {import("./comment.js").Entry} Entry */

/** Opens something below the actions of a comment, in place of what was open there. @param {Entry} entry @param {...Node} parts */
export function below({ main }, ...parts) {
  main.querySelector(".panel")?.remove();
  const panel = el("div", { class: "panel", part: "panel" }, parts);
  main.querySelector(".actions")?.after(panel);
  return panel;
}

/** Says below a comment why something could not be done with it. @param {Discussion} discussion @param {Entry} entry @param {unknown} error */
export function refuse({ t }, entry, error) {
  const problem = problemBox();
  below(entry, problem.element);
  problem.say(explainRefusal(t, error));
}

/** Does what few ask for, in a part that is loaded only then. @param {Discussion} discussion @param {Entry} entry @param {() => Promise<void>} act */
export const asked = (discussion, entry, act) => () => void act().catch((error) => refuse(discussion, entry, error));

/** The buttons that like and dislike, with their counts. @param {Discussion} discussion @param {Entry} entry */
export function reactions(discussion, entry) {
  const { t, api, mine } = discussion;
  const { id } = entry.comment;
  const show = () => {
    for (const [reaction, one] of buttons) {
      const count = entry.comment.reactions[reaction];
      one.setAttribute("aria-pressed", String(mine.reactions.get(id) === reaction));
      one.replaceChildren(icon(reaction), hiddenText(`${t.word(reaction)} `), count ? t.number.format(count) : "");
    }
  };
  const buttons = /** @type {const} */ (["like", "dislike"]).map((reaction) => /** @type {const} */ ([reaction, textButton("", async () => {
    const taken = mine.reactions.get(id) === reaction;
    try {
      const { body } = await api.send(taken ? "DELETE" : "PUT", `comments/${id}/reactions/${reaction}/`);
      entry.comment.reactions = body;
      if (taken) mine.reactions.delete(id);
      else mine.reactions.set(id, reaction);
      show();
    } catch (error) {
      refuse(discussion, entry, error);
    }
  }, { title: t.word(reaction) })]));
  show();
  return buttons.map(([, one]) => one);
}

/** The button that likes the page itself, with its count. @param {Discussion} discussion */
export function likeButton(discussion) {
  const { t, api, page } = discussion;
  const one = textButton("", async () => {
    const { mine } = discussion;
    try {
      const { body } = await api.send(mine.liked ? "DELETE" : "PUT", `articles/${page}/like/`);
      mine.liked = !mine.liked;
      show(body.likes);
    } catch (error) {
      discussion.announce(explainRefusal(t, error));
    }
  });
  const show = (/** @type {number} */ likes) => {
    one.setAttribute("aria-pressed", String(discussion.mine.liked));
    one.replaceChildren(icon("like"), t.word("like_page"), likes ? ` · ${t.number.format(likes)}` : "");
  };
  show(0);
  return { element: one, show };
}

/** @param {Discussion} discussion @param {Entry} entry */
export function reportButton(discussion, entry) {
  const open = textButton([icon("flag"), el("span", {}, discussion.t.word("report"))], asked(discussion, entry, async () =>
    (await import("./asked/report.js")).default(discussion, entry, open, done)), { class: "text-button report" });
  const done = () => {
    open.disabled = true;
    /** @type {Element} */ (open.lastChild).textContent = discussion.t.word("reported");
  };
  if (discussion.mine.flagged.has(entry.comment.id)) done();
  return open;
}

/** Tells people what went wrong, and what they can do. */

import { ApiError } from "./api.js";
import { button, el, focusOn, icon } from "./dom.js";

/** @typedef {import("./words.js").Words} Words */

/** What a refusal of something written means. @param {Words} t @param {unknown} error */
export function explainRefusal(t, error) {
  if (!(error instanceof ApiError)) return t.word("wrong_text_kept");
  const { status, code, retryAfter, message } = error;
  if (!status) return t.word("offline_text_kept");
  if (status === 429) return t.word("too_many", { wait: t.span(retryAfter ?? 60) });
  if (status >= 500) return t.word("wrong_text_kept");
  return t.retold(`error_${code}`, message);
}

/** What the server has against a field. @param {Words} t @param {string} name @param {{message: string}[]} problems */
export const explainField = (t, name, problems) => t.retold(`${name}_refused`, problems.map(({ message }) => message).join(" "));

/** A place for what is wrong with a form as a whole. */
export function problemBox() {
  const element = el("div", { class: "notice problem", part: "notice", role: "alert", tabindex: -1, hidden: true });
  return {
    element,
    /** @param {string} message nothing when all is well */
    say(message) {
      element.hidden = !message;
      element.replaceChildren(...(message ? [icon("warning"), el("p", {}, message)] : []));
    },
    focus: () => focusOn(element),
  };
}

/** @param {string} drawing @param {...import("./dom.js").Child} text */
export const notice = (drawing, ...text) => el("div", { class: "notice", part: "notice" }, icon(drawing), el("p", {}, text));

/** A part that could not be loaded, with a way to try again. @param {Words} t @param {unknown} error @param {() => void} retry */
export function failure(t, error, retry) {
  const { status = 1 } = error instanceof ApiError ? error : {};
  const words = status === 429 ? explainRefusal(t, error) : t.word(status === 404 ? "not_here" : status ? "not_loaded" : "unreachable");
  const box = notice("warning", words);
  box.classList.add("problem");
  box.setAttribute("role", "alert");
  if (status !== 404) box.append(button(t.word("try_again"), { class: "button quiet", on: { click: retry } }));
  return box;
}

/** New articles by mail: a fold of the footer in which a reader gives an address, and says what about and how often. */

import { ApiError, post } from "./api.js";
import { announce, el, focusOn, icon } from "./dom.js";
import { loadTopics } from "./filters.js";
import { word } from "./words.js";

const FREQUENCIES = /** @type {const} */ ([["instant", "subscribe_instant"], ["daily", "subscribe_daily"]]);

/** @param {string} locale the language of the articles and of the mails */
export function subscription(locale) {
  const fold = el("details", { class: "footer-question footer-subscribe" },
    el("summary", {}, word("subscribe_title"), icon("chevron")));
  // What the form asks is loaded by those alone who open it.
  fold.addEventListener("toggle", async () => {
    const topics = await loadTopics(locale).catch(() => /** @type {import("./filters.js").Facets["topic"]} */ ([]));
    fold.append(form(locale, topics));
  }, { once: true });
  return fold;
}

/** @param {string} name @param {Record<string, any>} attributes @param {string} label */
const choice = (name, attributes, label) => el("label", { class: "choice" }, el("input", { name, ...attributes }), label);

/** @param {string} locale @param {import("./filters.js").Facets["topic"]} topics */
function form(locale, topics) {
  const problem = el("p", { class: "field-error", id: "subscribe-problem", role: "alert" });
  const email = el("input", {
    type: "email", id: "subscribe-email", name: "email", autocomplete: "email", maxlength: 254, required: true, "aria-describedby": "subscribe-problem",
  });
  const button = el("button", { class: "button" }, word("subscribe_button"));
  /** @param {string} message */
  const complain = (message) => {
    problem.textContent = message;
    email.setAttribute("aria-invalid", String(Boolean(message)));
    if (message) email.focus();
  };
  const send = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (!email.validity.valid) return complain(word("subscribe_email_wrong"));
    complain("");
    button.disabled = true;
    const chosen = new FormData(root);
    try {
      await post("subscriptions/", { email: email.value, locale, frequency: chosen.get("frequency"), topics: chosen.getAll("topic") });
      const done = el("p", {}, word("subscribe_done"));
      root.replaceWith(done);
      focusOn(done);
      announce(word("subscribe_done"));
    } catch (error) {
      complain(word(error instanceof ApiError && error.errors.email ? "subscribe_email_wrong" : "subscribe_failed"));
    } finally {
      button.disabled = false;
    }
  };
  const root = el("form", { class: "subscribe", novalidate: true, on: { submit: send } },
    el("label", { for: email.id }, word("subscribe_email")), email, problem,
    topics.length > 1
      ? el("fieldset", {}, el("legend", {}, word("subscribe_topics")),
          topics.map(({ slug, name }) => choice("topic", { type: "checkbox", value: slug }, name)))
      : null,
    el("fieldset", {}, el("legend", {}, word("subscribe_frequency")),
      FREQUENCIES.map(([value, said], place) => choice("frequency", { type: "radio", value, checked: !place }, word(said)))),
    button, el("p", { class: "hint" }, word("subscribe_hint")));
  return root;
}

/** The form for a comment or a reply: checks, drafts, patience with the server's rules, and errors where they belong. */

import { ApiError } from "./api.js";
import { button, el, icon, randomName, readersText } from "./dom.js";
import { explainField, explainRefusal, problemBox } from "./explain.js";
import { draft, keepDraft } from "./storage.js";

/** @typedef {import("./discussion.js").Discussion} Discussion */
/**
 * @typedef {{algorithm: string, challenge: string, maxnumber: number, salt: string, signature: string}} Work
 * @typedef {{is_open: boolean, form_token: string, honeypot: string, min_seconds: number, max_length: number,
 *   guests: boolean, confirm_email: boolean, own_data_url: string, reader: {name: string}|null, closes_at?: string|null, altcha?: Work|null}} Rules
 * @typedef {{rules: Rules, since: number}} Permit the form's rules, and when (ms) its token was given
 * @typedef {{parent: number|null, block: () => string|null, renew: () => Promise<Permit>, closed: () => void,
 *   sent: (answer: any, typed: {body: string, source: string}) => void, cancel?: () => void}} Around
 */

let forms = 0;
/** Typed once, offered again in the next form of this visit; never stored. */
const person = { name: "", email: "" };

/** @param {number} seconds */
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** A label, what it names, and what is wrong with that. @param {string} id @param {string} label @param {HTMLInputElement|HTMLTextAreaElement} control @param {string} [hint] */
function field(id, label, control, hint) {
  const error = el("p", { class: "field-error", id: `${id}-error`, hidden: true });
  const note = hint && el("p", { class: "hint", id: `${id}-hint` }, hint);
  control.id = id;
  /** @param {string} [message] nothing when all is well */
  const complain = (message = "") => {
    error.hidden = !message;
    error.replaceChildren(...(message ? [icon("warning"), message] : []));
    control.setAttribute("aria-describedby", [message && error.id, note && `${id}-hint`].filter(Boolean).join(" "));
    control.setAttribute("aria-invalid", String(Boolean(message)));
  };
  if (note) control.setAttribute("aria-describedby", `${id}-hint`);
  control.oninput = () => complain(); // what was wrong may be right now; the next attempt tells
  return { element: el("div", { class: "field" }, el("label", { for: id }, label), control, note, error), control, complain };
}

/** @typedef {ReturnType<typeof field>} Field */

/** @param {Discussion} discussion @param {Permit} permit @param {number|null} parent @returns {{body: Field, source: Field, name?: Field, email?: Field}} */
function fields({ t, host }, { rules }, parent) {
  const id = `form-${++forms}`;
  const input = (/** @type {string} */ type, /** @type {"name"|"email"} */ name, /** @type {number} */ maxlength) =>
    el("input", { type, name, maxlength, autocomplete: name, required: true, part: "input", value: person[name] });
  const body = field(`${id}-body`, t.word(parent ? "your_reply" : "your_comment"),
    el("textarea", { name: "body", rows: 3, required: true, part: "input", dir: "auto" }), t.word("format_hint"));
  const source = field(`${id}-source`, t.word("source"), el("input", { type: "text", name: "source", maxlength: 500, part: "input" }), t.word("source_hint"));
  const { reader } = rules;
  if (reader ? reader.name : host.token) return { body, source };
  const name = field(`${id}-name`, t.word("name"), input("text", "name", 50));
  return reader ? { body, source, name } : {
    body, source, name,
    email: field(`${id}-email`, t.word("email"), input("email", "email", 254), t.word(rules.confirm_email ? "email_hint_confirm" : "email_hint")),
  };
}

/** A field no person sees; what fills it in is a machine. @param {Discussion} discussion @param {string} name */
const trap = ({ t }, name) => el("div", { class: "trap", "aria-hidden": "true" },
  el("label", {}, t.word("trap"), el("input", { type: "text", name, tabindex: -1, autocomplete: "off" })));

/**
 * @param {Discussion} discussion @param {Permit} permit the one at hand @param {Around} around
 * @returns {{element: HTMLFormElement, focus: () => void, ask: () => void}}
 */
export function commentForm(discussion, permit, { parent, block, renew, closed, sent, cancel }) {
  const { t, api, page, host } = discussion;
  const known = permit.rules.reader?.name;
  const form = fields(discussion, permit, parent);
  const text = form.body.control;
  const value = (/** @type {keyof typeof form} */ name) => form[name]?.control.value.trim() ?? "";
  const length = () => [...value("body")].length;
  const problem = problemBox();
  const [follow, all] = ["", ""].map(() => el("input", { type: "checkbox" }));
  const status = el("p", { class: "status", role: "status" });
  const shown = el("div", { class: "body preview", part: "body preview", tabindex: -1, hidden: true });
  const counter = el("p", { class: "counter", "aria-hidden": "true" });
  const submit = button(t.word(parent ? "post_reply" : "post_comment"), { type: "submit" });
  const snare = trap(discussion, permit.rules.honeypot);
  const place = `${page}.${parent ?? host.getAttribute("block") ?? ""}`;
  let key = { value: "", content: "" };

  const typed = () => {
    const left = permit.rules.max_length - length();
    counter.textContent = left < 0 ? t.quantity(-left, "characters_over") : t.quantity(left, "characters_left");
    counter.classList.toggle("over", left < 0);
    counter.hidden = left > 500;
    keepDraft(place, text.value);
  };

  /** @returns {Record<string, string>} messages by field */
  const check = () => {
    /** @type {Record<string, string>} */
    const problems = {};
    if (!length()) problems.body = t.word("body_missing");
    else if (length() > permit.rules.max_length) problems.body = t.quantity(permit.rules.max_length, "body_too_long");
    if (form.name && !value("name")) problems.name = t.word("name_missing");
    if (form.email && !form.email.control.validity.valid) problems.email = t.word(value("email") ? "email_wrong" : "email_missing");
    return problems;
  };

  /** @param {Record<string, string>} problems */
  const complain = (problems) => {
    const all = Object.entries(form);
    for (const [name, { complain: tell }] of all) tell(problems[name]);
    const others = Object.keys(problems).filter((name) => problems[name] && !(name in form));
    problem.say(others.map((name) => problems[name]).join(" "));
    const worst = all.find(([name]) => problems[name]);
    if (worst) worst[1].control.focus();
    else if (others.length) problem.focus();
    return Boolean(worst || others.length);
  };

  const attempt = async () => {
    const content = {
      page, parent, block: block(), name: value("name"), email: value("email"), body: value("body"), source: block() && value("source"), follow: all.checked ? "page" : follow.checked,
    };
    const fingerprint = JSON.stringify(content);
    // The same words sent again are the same comment, however often the network fails in between.
    if (key.content !== fingerprint) key = { value: randomName(), content: fingerprint };
    const early = permit.rules.min_seconds + 0.3 - (Date.now() - permit.since) / 1000;
    const { altcha: work } = permit.rules;
    const [altcha] = await Promise.all([work && form.email ? (await import("./asked/solve.js")).default(work) : "", early > 0 && pause(early)]);
    return api.send("POST", "comments/", {
      headers: { "Idempotency-Key": key.value },
      body: { ...content, form_token: permit.rules.form_token, altcha, [permit.rules.honeypot]: /** @type {HTMLInputElement} */ (snare.querySelector("input")).value },
    });
  };

  /** A token is good for a day, and work for one comment: what has run out is replaced, once, without bothering the writer. */
  const attemptWithFreshToken = async () => {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ApiError) || !(error.errors.form_token || error.errors.altcha)) throw error;
      permit = await renew();
      return attempt();
    }
  };

  /** @param {unknown} error */
  const refuse = (error) => {
    if (error instanceof ApiError && error.code === "discussion_closed") return closed();
    const byField = error instanceof ApiError ? Object.entries(error.errors) : [];
    if (complain(Object.fromEntries(byField.map(([name, list]) => [name, explainField(t, name, list)])))) return;
    problem.say(explainRefusal(t, error));
    problem.focus();
  };

  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!shown.hidden) preview();
    if (submit.disabled || complain(check())) return;
    submit.disabled = true;
    status.textContent = t.word("sending");
    try {
      const { body: answer } = await attemptWithFreshToken();
      if (form.name) Object.assign(person, { name: value("name"), email: value("email") });
      const written = { body: value("body"), source: value("source") };
      text.value = "";
      typed();
      sent(answer, written);
    } catch (error) {
      refuse(error);
    } finally {
      submit.disabled = false;
      status.textContent = "";
    }
  };

  /** Shows the text as it would be read, and then for writing again. */
  const preview = async () => {
    const back = !shown.hidden;
    try {
      if (!back) shown.replaceChildren(readersText((await api.send("POST", "comments/preview/", { body: { body: text.value } })).body.body_html));
      shown.hidden = back;
      text.hidden = !back;
      peek.textContent = t.word(back ? "preview" : "write_on");
      (back ? text : shown).focus();
    } catch (error) {
      problem.say(explainRefusal(t, error));
    }
  };
  const peek = button(t.word("preview"), { class: "button quiet", on: { click: preview } });
  text.after(shown);

  const element = el("form", { class: "form", part: "form", novalidate: true, "aria-label": t.word(parent ? "reply" : "write_comment"), on: { submit: send } },
    problem.element, form.body.element, form.source.element, form.name && el("div", { class: "field-row" }, form.name.element, form.email?.element), snare,
    el("div", { class: "choices" }, known && el("p", { class: "hint" }, t.phrase("writing_as", { name: el("bdi", {}, known) })),
      el("label", { class: "choice" }, follow, t.word("follow")), el("label", { class: "choice" }, all, t.word("follow_page"))),
    el("div", { class: "foot" }, submit, peek, cancel && button(t.word("cancel"), { class: "button quiet", on: { click: cancel } }), status, counter));
  text.value = draft(place);
  text.addEventListener("input", typed);
  typed();
  /** A source is asked for where a claim is disputed. */
  const ask = () => (form.source.element.hidden = !block());
  ask();
  return { element, focus: () => text.focus(), ask };
}

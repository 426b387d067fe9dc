/** The form for a comment or a reply: checks, patience with the server's rules, and errors where they belong. */

import { ApiError, OfflineError, get, send } from "./api.js";
import { el, focusOn, icon } from "./dom.js";
import { formatWait, quantity } from "./format.js";
import { retold, word } from "./words.js";

/** @typedef {import("./types.js").FormRules} FormRules */
/** @typedef {{rules: FormRules, since: number}} Permit the form's rules, and when (ms) its token was given */

let forms = 0;
/** Typed once, offered again in the next form of this visit; never stored. */
const person = { name: "", email: "" };

/**
 * Asks for a token to comment on a page.
 * @param {number} page
 * @returns {Promise<Permit>}
 */
export async function requestPermit(page) {
  const rules = /** @type {FormRules} */ (await get("comments/form/", { params: { page } }));
  return { rules, since: Date.now() };
}

/** `crypto.randomUUID` exists only in secure contexts; the fallback is as random. */
function newKey() {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {number} seconds */
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/**
 * @param {{id: string, label: string, hint?: string, control: HTMLInputElement|HTMLTextAreaElement}} parts
 */
function field({ id, label, hint, control }) {
  const error = el("p", { class: "field-error", id: `${id}-error`, hidden: true });
  const note = hint ? el("p", { class: "field-hint", id: `${id}-hint` }, hint) : null;
  control.id = id;
  if (note) control.setAttribute("aria-describedby", note.id);
  /** @param {string} message empty when all is well */
  const complain = (message) => {
    error.hidden = !message;
    error.replaceChildren(...(message ? [icon("warning"), message] : []));
    control.toggleAttribute("aria-invalid", false);
    if (message) control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", [message ? error.id : "", note?.id ?? ""].filter(Boolean).join(" "));
    if (!control.getAttribute("aria-describedby")) control.removeAttribute("aria-describedby");
  };
  return { element: el("div", { class: "field" }, el("label", { for: id }, label), note, control, error), control, complain };
}

/** @param {HTMLTextAreaElement} control @param {number} most */
function counter(control, most) {
  const output = el("p", { class: "counter", "aria-hidden": "true" });
  const count = () => {
    const left = most - [...control.value].length;
    output.textContent = left < 0 ? quantity(-left, "characters_over") : quantity(left, "characters_left");
    output.classList.toggle("counter-over", left < 0);
  };
  control.addEventListener("input", count);
  count();
  return output;
}

/** A field no person sees; what fills it in is a machine. @param {string} name */
function trap(name) {
  const control = el("input", { type: "text", name, tabindex: -1, autocomplete: "off" });
  return { element: el("div", { class: "trap", "aria-hidden": "true" }, el("label", {}, word("trap"), control)), control };
}

/** @param {Permit} permit @param {number|null} parent */
function fields({ rules }, parent) {
  const id = `comment-form-${++forms}`;
  const name = field({
    id: `${id}-name`, label: word("name"),
    control: el("input", { name: "name", type: "text", autocomplete: "name", required: true, maxlength: 50, value: person.name }),
  });
  const email = field({
    id: `${id}-email`, label: word("email"),
    hint: word(rules.confirm_email ? "email_hint_confirm" : "email_hint"),
    control: el("input", { name: "email", type: "email", autocomplete: "email", required: true, maxlength: 254, value: person.email }),
  });
  const body = field({
    id: `${id}-body`, label: word(parent ? "your_reply" : "your_comment"),
    control: el("textarea", { name: "body", rows: parent ? 4 : 5, required: true }),
  });
  const count = counter(/** @type {HTMLTextAreaElement} */ (body.control), rules.max_length);
  return { name, email, body, count, trap: trap(rules.honeypot) };
}

/** @typedef {ReturnType<typeof fields>} Fields */

/** @param {Fields} form @param {FormRules} rules @returns {Record<string, string>} messages by field */
function check({ name, email, body }, rules) {
  /** @type {Record<string, string>} */
  const problems = {};
  const length = [...body.control.value.trim()].length;
  if (!name.control.value.trim()) problems.name = word("name_missing");
  if (!email.control.value.trim()) problems.email = word("email_missing");
  else if (!email.control.validity.valid) problems.email = word("email_wrong");
  if (!length) problems.body = word("body_missing");
  else if (length > rules.max_length) problems.body = quantity(rules.max_length, "body_too_long");
  return problems;
}

/** @param {unknown} error @returns {string} what to tell the person */
export function explainRefusal(error) {
  if (error instanceof OfflineError) return word("offline_text_kept");
  if (!(error instanceof ApiError)) return word("wrong_text_kept");
  if (error.status === 429) {
    return word("too_many_comments", { wait: formatWait(error.retryAfter ?? 60) });
  }
  if (error.status >= 500) return word("fault_text_kept");
  return retold(`error_${error.code}`, "wrong_text_kept", error.message);
}

/**
 * What the server has against a field.
 * @param {string} name
 * @param {{message: string}[]} problems
 */
export const explainField = (name, problems) =>
  retold(`${name}_refused`, "wrong_text_kept", problems.map((one) => one.message).join(" "));

/**
 * @param {{page: number, parent: number|null, permit: () => Promise<Permit>, block: () => string|null,
 *   onSent: (answer: any, body: string, name: string) => void, onClosed: () => void, onCancel?: () => void}} options
 *   `permit` gives a token, `block` the claim the comment is about
 * @param {Permit} first the permit at hand
 */
export function commentForm({ page, parent, permit, block, onSent, onClosed, onCancel }, first) {
  const form = fields(first, parent);
  const named = { name: form.name, email: form.email, body: form.body };
  const problem = el("div", { class: "notice notice-problem", role: "alert", tabindex: -1, hidden: true });
  const status = el("p", { class: "form-status", role: "status" });
  const submit = el("button", { class: "button", type: "submit" }, word(parent ? "post_reply" : "post_comment"));
  let current = first;
  let key = { value: "", content: "" };

  /** @param {string} message */
  const say = (message) => {
    problem.hidden = !message;
    problem.replaceChildren(...(message ? [icon("warning"), el("p", {}, message)] : []));
  };

  /** @param {Record<string, string>} problems */
  const complain = (problems) => {
    for (const [name, { complain: tell }] of Object.entries(named)) tell(problems[name] ?? "");
    const others = Object.keys(problems).filter((name) => !(name in named));
    say(others.map((name) => problems[name]).join(" "));
    const worst = Object.keys(named).find((name) => problems[name]);
    if (worst) named[/** @type {keyof typeof named} */ (worst)].control.focus();
    else if (others.length) focusOn(problem);
  };

  const attempt = async () => {
    const content = {
      page, ...(parent ? { parent } : {}), ...(block() ? { block: block() } : {}),
      name: form.name.control.value.trim(), email: form.email.control.value.trim(), body: form.body.control.value.trim(),
    };
    const fingerprint = JSON.stringify(content);
    // The same words sent again are the same comment, however often the network fails in between.
    if (key.content !== fingerprint) key = { value: newKey(), content: fingerprint };
    const early = current.rules.min_seconds + 0.3 - (Date.now() - current.since) / 1000;
    if (early > 0) {
      status.textContent = word("sending");
      await pause(early);
    }
    return send("POST", "comments/", {
      headers: { "Idempotency-Key": key.value },
      body: { ...content, form_token: current.rules.form_token, [current.rules.honeypot]: form.trap.control.value },
    });
  };

  /** A token is good for a day: one that has run out is replaced, once, without bothering the writer. */
  const attemptWithFreshToken = async () => {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 400 || !error.errors.form_token) throw error;
      current = await permit();
      form.trap.control.name = current.rules.honeypot;
      return attempt();
    }
  };

  /** @param {unknown} error */
  const refuse = (error) => {
    if (error instanceof ApiError && error.code === "discussion_closed") return onClosed();
    const byField = error instanceof ApiError && error.status === 400 ? Object.entries(error.errors) : [];
    if (byField.length) complain(Object.fromEntries(byField.map(([name, list]) => [name, explainField(name, list)])));
    else {
      say(explainRefusal(error));
      focusOn(problem);
    }
  };

  const element = el("form", { class: "comment-form", novalidate: true, "aria-label": word(parent ? "reply" : "write_comment") },
    problem, el("div", { class: "field-row" }, form.name.element, form.email.element), form.body.element, form.trap.element,
    el("div", { class: "form-foot" }, submit,
      onCancel ? el("button", { class: "button button-quiet", type: "button", on: { click: onCancel } }, word("cancel")) : null, status, form.count));

  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (submit.disabled) return;
    const problems = check(form, current.rules);
    complain(problems);
    if (Object.keys(problems).length) return;
    submit.disabled = true;
    status.textContent = word("sending");
    try {
      const { body: answer } = await attemptWithFreshToken();
      Object.assign(person, { name: form.name.control.value.trim(), email: form.email.control.value.trim() });
      const text = form.body.control.value.trim();
      form.body.control.value = "";
      form.body.control.dispatchEvent(new Event("input"));
      onSent(answer, text, person.name);
    } catch (error) {
      refuse(error);
    } finally {
      submit.disabled = false;
      status.textContent = "";
    }
  });
  return { element, focus: () => (form.name.control.value ? form.body : form.name).control.focus() };
}

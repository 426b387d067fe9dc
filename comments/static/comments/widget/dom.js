/** Builds elements without inline scripts or styles: text goes in as text, and readers' HTML by an allow-list of its own. */

import { PATHS } from "./icons.js";

const SVG = "http://www.w3.org/2000/svg";
const TAGS = new Set(["P", "BR", "EM", "STRONG", "A", "UL", "OL", "LI", "BLOCKQUOTE", "CODE", "PRE"]);

/** @typedef {Node|string|number|null|undefined|false|any[]} Child text, a node, a list of children, or nothing */

/**
 * An element with attributes and children; empty ones of both are left out. `on` maps event names to listeners.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (value || value === 0 || value === "") element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(.../** @type {any[]} */ (children.flat(Infinity).filter((child) => child || child === 0)));
  return element;
}

/** @param {string} name */
export function icon(name) {
  const image = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true" })) image.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  image.append(path);
  return image;
}

/**
 * A button that reads as text; `label` may be several children.
 * @param {Child} label
 * @param {(event: Event) => void} click
 * @param {Record<string, any>} [attributes]
 */
export const textButton = (label, click, attributes = {}) =>
  el("button", { type: "button", class: "text-button", part: "text-button", on: { click }, ...attributes }, label);

/** @param {Child} label @param {Record<string, any>} [attributes] */
export const button = (label, attributes = {}) =>
  el("button", { type: "button", class: "button", part: "button", ...attributes }, label);

/** @param {Child} text */
export const hiddenText = (text) => el("span", { class: "sr" }, text);

// A site may demand Trusted Types; a policy of this name can be allowed there.
let policy = /** @type {{createHTML: (html: string) => any}} */ ({ createHTML: (html) => html });
try {
  policy = /** @type {any} */ (window).trustedTypes?.createPolicy("evident-comments", policy) ?? policy;
} catch {
  // Not allowed: the text is then shown without its markup.
}

/** @param {Node} from @param {Node} to */
function copy(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.appendChild(document.createTextNode(node.nodeValue ?? ""));
    if (!(node instanceof Element) || /^(SCRIPT|STYLE|TEMPLATE)$/.test(node.tagName)) continue;
    const twin = TAGS.has(node.tagName) ? document.createElement(node.tagName) : null;
    const href = node.getAttribute("href") ?? "";
    if (twin?.tagName === "A" && /^https?:/i.test(href)) {
      twin.setAttribute("href", href);
      twin.setAttribute("rel", "nofollow ugc noopener");
    }
    if (twin?.tagName === "OL" && node.hasAttribute("start")) twin.setAttribute("start", node.getAttribute("start") ?? "");
    copy(node, twin ? to.appendChild(twin) : to);
  }
}

/**
 * A reader's text, as the API has rendered it, in nodes.
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function readersText(html) {
  const fragment = document.createDocumentFragment();
  try {
    copy(new DOMParser().parseFromString(policy.createHTML(html), "text/html").body, fragment);
  } catch {
    fragment.append(html.replace(/<[^>]*>/g, " "));
  }
  return fragment;
}

/** Puts the focus on an element that normally takes none. @param {Element|null|undefined} element */
export function focusOn(element) {
  if (!(element instanceof HTMLElement)) return;
  if (!element.matches("a[href], button, input, textarea")) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/** Brings an element into view, focuses it and marks it for a moment. @param {HTMLElement} element */
export function reveal(element) {
  element.scrollIntoView();
  focusOn(element);
  element.classList.remove("found");
  requestAnimationFrame(() => element.classList.add("found"));
}

/** Random, also where `crypto.randomUUID` is missing because the page is not secure. */
export const randomName = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Builds elements: text goes in as text, and only what the API has cleaned goes in as HTML. */

import { onThisHost } from "./origin.js";

const SVG = "http://www.w3.org/2000/svg";
const sprite = document.documentElement.dataset.icons ?? new URL("./icons.svg", import.meta.url).href;

/** @typedef {Node|string|number|null|undefined|false|any[]} Child text, a node, a list of children, or nothing */
/** @typedef {Record<string, any>} Attributes attribute values; `on` maps event names to listeners */

/**
 * @param {Element} element
 * @param {Attributes} attributes
 */
function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

/**
 * @param {Element|DocumentFragment} parent
 * @param {Child[]} children
 */
function append(parent, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === "") continue;
    if (Array.isArray(child)) append(parent, child);
    else parent.append(child instanceof Node ? child : String(child));
  }
}

/**
 * An HTML element with attributes and children; empty children are left out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

/**
 * An SVG element with attributes and children.
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = /** @type {SVGElementTagNameMap[T]} */ (document.createElementNS(SVG, tag));
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

/**
 * A decorative icon of the sprite, hidden from assistive technology: the text beside it says the same.
 * @param {string} name
 */
export function icon(name) {
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    svg("use", { href: `${sprite}#${name}` }),
  );
}

/**
 * Cleaned HTML of the API as nodes. Style attributes are dropped, because a strict content security policy reports
 * each of them; links that leave the site get `rel="noopener"`.
 * @param {string|null|undefined} html
 * @returns {DocumentFragment}
 */
export function richText(html) {
  const parsed = new DOMParser().parseFromString(html ?? "", "text/html");
  for (const element of parsed.body.querySelectorAll("[style]")) element.removeAttribute("style");
  for (const element of parsed.body.querySelectorAll("script, style")) element.remove();
  for (const image of parsed.body.querySelectorAll("img[src]")) {
    image.setAttribute("src", onThisHost(image.getAttribute("src") ?? ""));
  }
  for (const link of parsed.body.querySelectorAll("a[href]")) {
    const href = onThisHost(link.getAttribute("href") ?? "");
    link.setAttribute("href", href);
    if (/^https?:/i.test(href)) link.setAttribute("rel", relation(link));
  }
  const fragment = document.createDocumentFragment();
  fragment.append(...parsed.body.childNodes);
  return fragment;
}

/** @param {Element} link */
function relation(link) {
  const words = new Set((link.getAttribute("rel") ?? "").split(/\s+/).filter(Boolean));
  return [...words.add("noopener")].join(" ");
}

/**
 * The words of a piece of HTML, without its tags.
 * @param {string|null|undefined} html
 */
export function plainText(html) {
  return (new DOMParser().parseFromString(html ?? "", "text/html").body.textContent ?? "").trim();
}

/**
 * A link address fit for `href`: http, https, mailto, tel or a path of this site; null for anything else.
 * @param {string|null|undefined} address
 * @returns {string|null}
 */
export function safeUrl(address) {
  if (!address) return null;
  try {
    return /^(https?|mailto|tel):$/.test(new URL(address, location.href).protocol) ? onThisHost(address) : null;
  } catch {
    return null;
  }
}

/**
 * Says something to people who use a screen reader, without moving the focus.
 * @param {string} message
 */
export function announce(message) {
  const region = document.getElementById("announcer");
  if (!region) return;
  region.textContent = "";
  requestAnimationFrame(() => (region.textContent = message));
}

/**
 * Puts the focus on an element that normally takes none, such as a heading.
 * @param {Element|null|undefined} element
 */
export function focusOn(element) {
  if (!(element instanceof HTMLElement)) return;
  if (!element.matches("a[href], button, input, textarea, select, summary")) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

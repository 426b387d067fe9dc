/** Shows a video or another page of the web; nothing is loaded from there before the reader asks for it. */

import { el, icon, safeUrl } from "./dom.js";
import { word } from "./words.js";

/** The players the page's content security policy lets in. */
const PLAYERS = new Set(["www.youtube-nocookie.com", "www.youtube.com", "player.vimeo.com"]);

/** @param {string|null|undefined} address */
function player(address) {
  if (!address || !safeUrl(address)) return null;
  const url = new URL(address, location.href);
  return url.protocol === "https:" && PLAYERS.has(url.hostname) ? url.href : null;
}

/** @param {string} src @param {string} title */
function frame(src, title) {
  return el("iframe", {
    src, title, class: "player", allow: "fullscreen; picture-in-picture", referrerpolicy: "strict-origin-when-cross-origin",
    sandbox: "allow-scripts allow-same-origin allow-presentation allow-popups",
  });
}

/** @param {import("./types.js").BlockOf<"embed">["value"]} value */
export function embed(value) {
  const href = safeUrl(value.url);
  if (!href) return null;
  const host = new URL(href, location.href).hostname.replace(/^www\./, "");
  const place = value.provider_name || host;
  const title = value.title || word("on_place", { place });
  const source = player(value.embed_url);
  const holder = el("figure", { class: "embed" });
  const caption = value.caption ? el("figcaption", {}, value.caption) : "";
  const words = el("span", {}, el("strong", {}, title),
    el("span", { class: "embed-host" }, source
      ? word("plays_from", { place })
      : word("opens_host", { host })));
  const play = () => {
    const shown = frame(/** @type {string} */ (source), title);
    holder.replaceChildren(shown, caption);
    shown.focus();
  };
  holder.append(source
    ? el("button", { type: "button", class: "embed-card", on: { click: play } }, icon("play"), words)
    : el("a", { class: "embed-card", href, rel: "noopener" }, icon("external"), words), caption);
  return holder;
}
